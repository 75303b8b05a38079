/** Puts the panes together and shows in them what the session says. */

import { ChannelPane } from "./channel.js";
import { el } from "./dom.js";
import { HomePane } from "./home.js";
import { Modal } from "./modal.js";
import { News } from "./news.js";
import { keepFocus, place } from "./reconcile.js";
import { currentRoute, currentUser, hrefTo, rememberUser } from "./route.js";
import { Session } from "./session.js";
import { HOME, sidebar } from "./sidebar.js";
import { ThreadPane } from "./thread.js";

const WIDE = matchMedia("(min-width: 48rem)");
const byId = (id) => document.getElementById(id);

/** Everything on the screen for one person; another person gets a fresh one. */
class Screen {
  #session;
  #modal;
  #home;
  #news = new News();
  #panes = new Map();
  #asked = null;

  constructor(user) {
    this.#session = new Session(user, { render: () => this.render(), connected: showConnected });
    this.#modal = new Modal(this.#session, () => this.#panes.get(this.#route().channel)?.focus());
    this.#home = new HomePane(this.#session);
    byId("dialogs").replaceChildren(this.#modal.node);
  }

  start() {
    return this.#session.start();
  }

  end() {
    this.#session.end();
  }

  /** Where the address points, or the first channel where there is room for it beside the list. */
  #route() {
    const { channel, thread } = currentRoute();
    const { channels } = this.#session.state;
    if (channel === HOME || channels.some((known) => known.id === channel)) return { channel, thread };
    const first = channels.find((known) => known.is_member && !known.is_archived) ?? channels[0];
    return { channel: WIDE.matches ? (first?.id ?? null) : null, thread: null };
  }

  render() {
    const { state, directory } = this.#session;
    if (!state) return;
    const route = this.#route();
    const { unread, announcements } = this.#news.follow(state, route.channel, directory);
    byId("app").dataset.pane = route.thread ? "thread" : route.channel ? "channel" : "list";
    showPeople(state);
    showLinks(state.links);
    keepFocus(byId("channels"), () =>
      byId("channels").replaceChildren(
        sidebar(state, { channel: route.channel, unread, runShortcut: (id) => this.#shortcut(id) }),
      ),
    );
    this.#showMain(state, route);
    this.#showThread(state, route);
    if (announcements.length) byId("announcer").textContent = announcements.join("\n");
    this.#modal.update(state.views);
  }

  #showMain(state, { channel: id }) {
    if (id === HOME) {
      this.#home.update(state.home);
      place(byId("channel"), [this.#home.node]);
      if (this.#asked !== HOME) this.#session.act({ kind: "home" });
    } else {
      const channel = state.channels.find((known) => known.id === id);
      this.#showPane(
        byId("channel"),
        channel && { key: id, channel, build: () => new ChannelPane(channel, this.#session) },
      );
    }
    this.#asked = id;
  }

  #showThread(state, { channel: id, thread }) {
    const channel = thread && state.channels.find((known) => known.id === id);
    byId("thread").hidden = !channel;
    this.#showPane(
      byId("thread"),
      channel && { key: hrefTo(id, thread), channel, build: () => new ThreadPane(channel, thread, this.#session) },
    );
  }

  #showPane(parent, wanted) {
    if (!wanted) {
      parent.replaceChildren();
      return;
    }
    const { key, channel, build } = wanted;
    if (!this.#panes.has(key)) this.#panes.set(key, build());
    const pane = this.#panes.get(key);
    const isNew = !parent.contains(pane.node);
    place(parent, [pane.node]);
    const { users, channels, shortcuts } = this.#session.state;
    pane.update(channel, [users, channels.map(({ id, name }) => [id, name]), shortcuts]);
    if (isNew) pane.shown();
  }

  async #shortcut(callbackId) {
    const answer = await this.#session.act({ kind: "shortcut", callback_id: callbackId });
    showNotice(answer.ok ? "" : answer.error);
  }
}

function showPeople({ me, users }) {
  const select = byId("user");
  const people = users.filter((user) => user.kind !== "bot");
  const signature = JSON.stringify(people);
  if (select.dataset.people !== signature) {
    select.dataset.people = signature;
    const words = ({ real_name: real, name, kind }) =>
      `${real || name}${kind && kind !== "member" ? ` (${kind})` : ""}`;
    select.replaceChildren(...people.map((user) => el("option", { value: user.id }, words(user))));
  }
  select.value = me;
}

function showLinks(links) {
  const signature = JSON.stringify(links);
  if (byId("links").dataset.links === signature) return;
  byId("links").dataset.links = signature;
  byId("links").replaceChildren(
    ...links.map(({ label, url }) => el("a", { href: url, target: "_blank", rel: "noopener" }, `${label} ↗`)),
  );
}

function showNotice(text) {
  byId("notice").textContent = text;
}

function showConnected(up) {
  showNotice(up ? "" : "The sandbox does not answer. Trying again…");
}

let screen = new Screen(currentUser());
screen.start();

byId("user").addEventListener("change", (event) => {
  rememberUser(event.target.value);
  showNotice("");
  byId("channel").replaceChildren();
  byId("thread").replaceChildren();
  screen.end();
  screen = new Screen(event.target.value);
  screen.start();
});
window.addEventListener("hashchange", () => screen.render());
WIDE.addEventListener("change", () => screen.render());
