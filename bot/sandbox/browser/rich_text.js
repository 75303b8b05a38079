/** Turns a `rich_text` block into DOM nodes. */

import { el } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { link } from "./mrkdwn.js";
import { slackDate } from "./slack_date.js";

const STYLE_TAGS = { bold: "strong", italic: "em", strike: "s", code: "code" };

function words(part, directory) {
  switch (part.type) {
    case "text":
      return document.createTextNode(part.text);
    case "link":
      return link(part.url, part.text ?? part.url);
    case "emoji":
      return document.createTextNode(emojiFor(part.name) ?? `:${part.name}:`);
    case "user":
      return el("span", { class: "mention" }, `@${directory.userName(part.user_id) ?? part.user_id}`);
    case "channel":
      return el("span", { class: "mention" }, `#${directory.channelName(part.channel_id) ?? "private channel"}`);
    case "broadcast":
      return el("span", { class: "mention" }, `@${part.range}`);
    case "date":
      return el("time", { class: "date" }, slackDate(part.timestamp, part.format, part.fallback ?? ""));
    default:
      return null;
  }
}

function inline(parts, directory) {
  return parts.map((part) => {
    const styles = Object.keys(STYLE_TAGS).filter((style) => part.style?.[style]);
    return styles.reduce((node, style) => el(STYLE_TAGS[style], {}, node), words(part, directory));
  });
}

function section(element, directory) {
  switch (element.type) {
    case "rich_text_list":
      return el(
        element.style === "ordered" ? "ol" : "ul",
        {},
        element.elements.map((item) => el("li", {}, inline(item.elements, directory))),
      );
    case "rich_text_quote":
      return el("blockquote", {}, inline(element.elements, directory));
    case "rich_text_preformatted":
      return el("pre", {}, inline(element.elements, directory));
    default:
      return el("span", { class: "lines" }, inline(element.elements, directory));
  }
}

/** @returns {HTMLElement[]} */
export function richText(block, directory) {
  return block.elements.map((element) => section(element, directory));
}
