/** One person's session: the newest state, and everything that they do, in one place. */

import { act, fetchState, subscribe } from "./api.js";

export class Session {
  #render;
  #connected;
  #unsubscribe = () => {};
  #running = null;
  #again = false;
  state = null;

  /**
   * @param {string|null} user null for the workspace's first
   * @param {{render: (session: Session) => void, connected: (up: boolean) => void}} listener
   */
  constructor(user, { render, connected }) {
    this.user = user;
    this.#render = render;
    this.#connected = connected;
    /** @type {import("./mrkdwn.js").Directory} */
    this.directory = {
      userName: (id) => this.userNamed(id),
      channelName: (id) => this.state.channels.find((channel) => channel.id === id)?.name ?? null,
      channels: () => this.state.channels.filter((channel) => !channel.is_dm),
    };
  }

  async start() {
    await this.refresh();
    this.#unsubscribe = subscribe(this.user, { changed: () => this.refresh(), connected: this.#connected });
  }

  end() {
    this.#unsubscribe();
    this.#render = () => {};
  }

  userNamed(id) {
    const user = this.state.users.find((known) => known.id === id);
    return user ? user.real_name || user.name : null;
  }

  /** Fetches and renders the state; changes that come meanwhile are gathered into one more round. */
  refresh() {
    this.#again = true;
    this.#running ??= this.#rounds().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #rounds() {
    while (this.#again) {
      this.#again = false;
      try {
        this.state = await fetchState(this.user);
      } catch {
        this.#connected(false);
        return;
      }
      this.user ??= this.state.me;
      this.#render(this);
    }
  }

  /** Does something as this person, and returns when its effect is on the screen. */
  async act(deed) {
    const answer = await act({ user: this.user, ...deed });
    await this.refresh();
    return answer;
  }

  /** The bot's suggestions for a select; throws where there is no answer. */
  async suggest(question) {
    const answer = await act({ user: this.user, kind: "suggest", ...question });
    if (answer.ok === false) throw new Error(answer.error);
    return answer;
  }
}
