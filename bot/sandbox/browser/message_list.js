/** The scrolling list of a channel's or a thread's messages: new ones show without moving what is being read. */

import { el } from "./dom.js";
import { messageItem } from "./message.js";
import { KeyedNodes } from "./reconcile.js";
import { messageTime } from "./slack_date.js";
import { Values } from "./values.js";

const NEAR_END_PX = 60;

export class MessageList {
  #session;
  #channelId;
  #inThread;
  #trouble;
  #items = new KeyedNodes();
  #values = new Map();
  #list;

  /**
   * @param {import("./session.js").Session} session
   * @param {{channelId: string, inThread: boolean, label: string, trouble: (text: string) => void}} setting
   */
  constructor(session, { channelId, inThread, label, trouble }) {
    this.#session = session;
    this.#channelId = channelId;
    this.#inThread = inThread;
    this.#trouble = trouble;
    this.#list = el("ol", { class: "messages" });
    // A scrolling area is reachable by the keyboard.
    this.node = el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": label }, this.#list);
  }

  /** @param {object[]} messages @param {object} stamp what their rendering also depends on */
  update(messages, stamp) {
    const atEnd = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < NEAR_END_PX;
    const context = JSON.stringify(stamp);
    const items = [];
    let day = null;
    for (const message of [...messages].sort((a, b) => Number(a.ts) - Number(b.ts))) {
      const today = messageTime(message.ts).day;
      if (today !== day && !this.#inThread) {
        items.push({
          key: `day ${today}`,
          signature: today,
          build: () => el("li", { class: "day" }, el("span", {}, today)),
        });
        day = today;
      }
      const key = message.is_ephemeral ? `ephemeral ${message.ts}` : message.ts;
      items.push({ key, signature: JSON.stringify(message) + context, build: () => this.#build(message, key) });
    }
    this.#items.render(this.#list, items);
    if (atEnd) this.toEnd();
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  #build(message, key) {
    return messageItem(message, {
      channelId: this.#channelId,
      inThread: this.#inThread,
      surface: this.#surface(message, key),
      shortcuts: this.#shortcuts(message),
    });
  }

  #surface(message, key) {
    const place = { channel: this.#channelId, message_ts: message.ts };
    if (!this.#values.has(key)) this.#values.set(key, new Values());
    const values = this.#values.get(key);
    return {
      directory: this.#session.directory,
      values,
      focusKey: (blockId, actionId) => `${key} ${blockId} ${actionId}`,
      act: (element, blockId, content) =>
        this.#do({
          kind: "action",
          ...place,
          block_id: blockId,
          action_id: element.action_id,
          ...content,
          state: values.toState(),
        }),
      suggest: (blockId, actionId, query) =>
        this.#session.suggest({ ...place, block_id: blockId, action_id: actionId, query }),
    };
  }

  #shortcuts(message) {
    const offered = (this.#session.state.shortcuts ?? []).filter((shortcut) => shortcut.type === "message");
    return offered.map((shortcut) => ({
      label: shortcut.name,
      run: () =>
        this.#do({
          kind: "shortcut",
          callback_id: shortcut.callback_id,
          channel: this.#channelId,
          message_ts: message.ts,
        }),
    }));
  }

  async #do(deed) {
    const answer = await this.#session.act(deed);
    if (!answer.ok) this.#trouble(answer.error);
  }
}
