/** Knows which messages a person has not seen: for the marks in the list of channels and for screen readers. */

import { authorOf } from "./message.js";
import { mrkdwn } from "./mrkdwn.js";
import { el } from "./dom.js";

export class News {
  #known = null;
  #unread = new Set();

  /**
   * @param {object} state
   * @param {string|null} looking the channel on the screen
   * @param {import("./mrkdwn.js").Directory} directory
   * @returns {{unread: Set<string>, announcements: string[]}}
   */
  follow(state, looking, directory) {
    const announcements = [];
    const known = new Set();
    for (const channel of state.channels) {
      for (const message of channel.messages) {
        const key = `${channel.id} ${message.ts}`;
        known.add(key);
        if (!this.#known || this.#known.has(key) || message.user === state.me) continue;
        if (channel.id === looking) announcements.push(spoken(message, directory));
        else this.#unread.add(channel.id);
      }
    }
    this.#known = known;
    this.#unread.delete(looking);
    return { unread: this.#unread, announcements };
  }
}

function spoken(message, directory) {
  return `${authorOf(message, directory).name}: ${el("span", {}, mrkdwn(message.text ?? "", directory)).textContent}`;
}
