/** The list of channels, the app's home, and the app's own shortcuts. */

import { el } from "./dom.js";
import { hrefTo } from "./route.js";

export const HOME = "home";

function entry({ href, mark, name, current, unread, muted }) {
  const classes = ["entry", unread && "unread", muted && "muted"].filter(Boolean).join(" ");
  return el(
    "li",
    {},
    el(
      "a",
      { class: classes, href, "aria-current": current && "page", "data-focus-key": href },
      el("span", { class: "entry-mark", "aria-hidden": "true" }, mark),
      el("span", {}, name),
      unread && el("span", { class: "visually-hidden" }, "(new messages)"),
      muted && el("small", {}, "archived"),
    ),
  );
}

function part(title, items) {
  return items.length > 0 && [el("h2", {}, title), el("ul", {}, items)];
}

/**
 * @param {object} state
 * @param {{channel: string|null, unread: Set<string>, runShortcut: (callbackId: string) => void}} setting
 * @returns {HTMLElement}
 */
export function sidebar(state, { channel: current, unread, runShortcut }) {
  const channelEntry = (channel) =>
    entry({
      href: hrefTo(channel.id),
      mark: channel.is_dm ? "•" : channel.is_private ? "◆" : "#",
      name: channel.name,
      current: channel.id === current,
      unread: unread.has(channel.id),
      muted: channel.is_archived,
    });
  const shortcuts = (state.shortcuts ?? []).filter((shortcut) => shortcut.type === "global");
  return el(
    "div",
    { class: "sidebar" },
    part("Channels", state.channels.filter((channel) => !channel.is_dm).map(channelEntry)),
    part("Direct messages", state.channels.filter((channel) => channel.is_dm).map(channelEntry)),
    part("Apps", [entry({ href: hrefTo(HOME), mark: "⌂", name: "Stormlamp home", current: current === HOME })]),
    part(
      "Shortcuts",
      shortcuts.map(({ name, callback_id: id }) =>
        el(
          "li",
          {},
          el(
            "button",
            { type: "button", class: "entry", "data-focus-key": id, onclick: () => runShortcut(id) },
            el("span", { class: "entry-mark", "aria-hidden": "true" }, "⚡"),
            name,
          ),
        ),
      ),
    ),
  );
}
