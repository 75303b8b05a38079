/** One message: who, when, what, and what one can do with it. */

import { BlockList } from "./block_list.js";
import { el } from "./dom.js";
import { menuButton } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { hrefTo } from "./route.js";
import { messageTime } from "./slack_date.js";

const TINTS = 8;

/** @returns {{name: string, isApp: boolean, tint: number}} */
export function authorOf(message, directory) {
  const isApp = Boolean(message.bot_id);
  const name =
    message.username ?? directory.userName(message.user) ?? (isApp ? "Stormlamp" : (message.user ?? "Someone"));
  const tint = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % TINTS;
  return { name, isApp, tint };
}

function attachment(part, surface) {
  const blocks = part.blocks && new BlockList(surface);
  blocks?.update(part.blocks);
  return el(
    "div",
    { class: "attachment" },
    blocks ? blocks.node : mrkdwn(part.text ?? part.fallback ?? "", surface.directory),
  );
}

function body(message, surface) {
  const { directory } = surface;
  if (message.subtype === "tombstone") return el("p", { class: "quiet" }, "This message was deleted.");
  const attachments = (message.attachments ?? []).map((part) => attachment(part, surface));
  if (!message.blocks?.length) return el("div", { class: "text" }, mrkdwn(message.text ?? "", directory), attachments);
  const blocks = new BlockList(surface);
  blocks.update(message.blocks);
  return el("div", { class: "text" }, blocks.node, attachments);
}

function repliesLink(message, channelId) {
  const count = message.reply_count ?? 0;
  return (
    count > 0 &&
    el("a", { class: "replies", href: hrefTo(channelId, message.ts) }, count === 1 ? "1 reply" : `${count} replies`)
  );
}

/**
 * @param {object} message
 * @param {object} setting
 * @param {string} setting.channelId
 * @param {boolean} setting.inThread
 * @param {import("./blocks.js").Surface} setting.surface
 * @param {{label: string, run: () => void}[]} setting.shortcuts
 */
export function messageItem(message, { channelId, inThread, surface, shortcuts }) {
  const { name, isApp, tint } = authorOf(message, surface.directory);
  const time = messageTime(message.ts);
  const isReplyShownAbove = message.subtype === "thread_broadcast" && !inThread;
  const canAct = !message.is_ephemeral;
  return el(
    "li",
    { class: message.is_ephemeral ? "message ephemeral" : "message", "data-ts": message.ts },
    el(
      "div",
      { class: `avatar tint-${tint}${isApp ? " app-avatar" : ""}`, "aria-hidden": "true" },
      [...name][0].toUpperCase(),
    ),
    el(
      "div",
      { class: "message-main" },
      message.is_ephemeral && el("p", { class: "only-you" }, "Only visible to you"),
      isReplyShownAbove &&
        el(
          "p",
          { class: "only-you" },
          "replied to ",
          el("a", { href: hrefTo(channelId, message.thread_ts) }, "a thread"),
        ),
      el(
        "p",
        { class: "meta" },
        el("strong", {}, name),
        isApp && el("span", { class: "badge" }, "App"),
        el("time", { datetime: time.iso, title: time.full }, time.short),
        message.edited && el("span", { class: "edited" }, "(edited)"),
      ),
      body(message, surface),
      ...(message.files ?? []).map((file) =>
        el("p", { class: "file" }, "📎 ", el("a", { href: file.url_private, download: file.name }, file.title)),
      ),
      !inThread && repliesLink(message, channelId),
    ),
    canAct &&
      el(
        "div",
        { class: "message-actions" },
        !inThread &&
          el(
            "a",
            {
              class: "button small",
              href: hrefTo(channelId, message.thread_ts ?? message.ts),
              "aria-label": `Reply in thread to ${name}`,
            },
            "Reply",
          ),
        shortcuts.length > 0 && menuButton({ label: "More actions", items: shortcuts }),
      ),
  );
}
