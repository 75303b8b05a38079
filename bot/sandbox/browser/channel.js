/** The pane of one channel: its messages and the composer. */

import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { commandTyped, firstHint } from "./first_hint.js";
import { MessageList } from "./message_list.js";

/** A channel's name as it is written: #incidents, or the other person's name. */
export function channelTitle(channel) {
  return channel.is_dm ? channel.name : `#${channel.name}`;
}

function belongsInChannel(message) {
  return !message.thread_ts || message.thread_ts === message.ts || message.subtype === "thread_broadcast";
}

function whyNoComposer(channel) {
  if (channel.is_archived) return `${channelTitle(channel)} is archived: it can be read, not written to.`;
  if (!channel.is_member) return `You are not a member of ${channelTitle(channel)}.`;
  return null;
}

export class ChannelPane {
  #title = el("h2");
  #note = el("p", { class: "pane-note" });
  #closed = el("p", { class: "no-composer" });
  #list;
  #composer;
  #hint;

  /** @param {import("./session.js").Session} session */
  constructor(channel, session) {
    const trouble = (text) => this.#composer.showError(text);
    this.#list = new MessageList(session, {
      channelId: channel.id,
      inThread: false,
      label: `Conversation in ${channelTitle(channel)}`,
      trouble,
    });
    this.#composer = new Composer({
      label: `Write to ${channelTitle(channel)}`,
      inThread: false,
      send: (text) => {
        if (text.startsWith("/")) commandTyped(this.#hint);
        return session.act({ kind: "type", channel: channel.id, text });
      },
    });
    this.#hint = firstHint((text) => this.#composer.fill(text));
    this.node = el(
      "div",
      { class: "pane" },
      el(
        "div",
        { class: "pane-head" },
        el("a", { href: "#", class: "button icon back", "aria-label": "All channels" }, "‹"),
        el("div", {}, this.#title, this.#note),
      ),
      this.#list.node,
      el("div", { class: "pane-foot" }, this.#hint, this.#closed, this.#composer.node),
    );
  }

  update(channel, stamp) {
    this.#title.textContent = channelTitle(channel);
    this.#note.textContent = channel.bot_is_member || channel.is_dm ? "" : "Stormlamp is not in this channel.";
    const closed = whyNoComposer(channel);
    this.#closed.textContent = closed ?? "";
    this.#composer.node.hidden = closed !== null;
    this.#list.update(channel.messages.filter(belongsInChannel), stamp);
  }

  /** To be called when the pane has come on the screen. */
  shown() {
    this.#list.toEnd();
  }

  focus() {
    this.#composer.focus();
  }
}
