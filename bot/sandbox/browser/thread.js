/** The pane of one thread: its root, its replies and a composer that takes no commands. */

import { channelTitle } from "./channel.js";
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { MessageList } from "./message_list.js";
import { hrefTo } from "./route.js";

export class ThreadPane {
  #ts;
  #list;
  #composer;

  /** @param {import("./session.js").Session} session */
  constructor(channel, ts, session) {
    this.#ts = ts;
    const trouble = (text) => this.#composer.showError(text);
    this.#list = new MessageList(session, {
      channelId: channel.id,
      inThread: true,
      label: "Conversation in thread",
      trouble,
    });
    this.#composer = new Composer({
      label: "Reply in thread",
      inThread: true,
      send: (text) => session.act({ kind: "type", channel: channel.id, text, thread_ts: ts }),
    });
    this.node = el(
      "div",
      { class: "pane" },
      el(
        "div",
        { class: "pane-head" },
        el(
          "a",
          { href: hrefTo(channel.id), class: "button icon back", "aria-label": `Back to ${channelTitle(channel)}` },
          "‹",
        ),
        el("div", {}, el("h2", {}, "Thread"), el("p", { class: "pane-note" }, channelTitle(channel))),
        el("a", { href: hrefTo(channel.id), class: "button icon close-thread", "aria-label": "Close thread" }, "×"),
      ),
      this.#list.node,
      el("div", { class: "pane-foot" }, this.#composer.node),
    );
  }

  update(channel, stamp) {
    this.#composer.node.hidden = channel.is_archived || !channel.is_member;
    this.#list.update(
      channel.messages.filter((message) => message.ts === this.#ts || message.thread_ts === this.#ts),
      stamp,
    );
  }

  /** To be called when the pane has come on the screen. */
  shown() {
    this.#list.toEnd();
  }
}
