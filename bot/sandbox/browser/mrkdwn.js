/** Turns Slack's mrkdwn into DOM nodes. */

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { slackDate } from "./slack_date.js";

/**
 * Who and what `<@U…>` and `<#C…>` stand for.
 * @typedef {{
 *   userName: (id: string) => string|null,
 *   channelName: (id: string) => string|null,
 *   channels: () => {id: string, name: string}[],
 * }} Directory
 */

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** Slack's three entities, and no others. */
export function unescapeText(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** A link that opens beside the sandbox; anything but http(s) and mailto stays text. */
export function link(url, label) {
  if (!/^(https?:|mailto:)/i.test(url)) return el("span", {}, label);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

function mention(text) {
  return el("span", { class: "mention" }, text);
}

/** What stands between `<` and `>`. */
function reference(content, directory) {
  const [target, ...rest] = content.split("|");
  const label = rest.length ? unescapeText(rest.join("|")) : null;
  const id = target.slice(1);
  if (target.startsWith("@")) return mention(`@${directory.userName(id) ?? label ?? id}`);
  if (target.startsWith("#")) return mention(`#${directory.channelName(id) ?? label ?? "private channel"}`);
  if (target.startsWith("!date^")) {
    const [, seconds, pattern, url] = target.split("^");
    const text = slackDate(seconds, unescapeText(pattern ?? ""), label ?? "");
    return url ? link(unescapeText(url), text) : el("time", { class: "date" }, text);
  }
  if (target.startsWith("!subteam^")) return mention(label ?? "@group");
  if (target.startsWith("!")) return mention(label ?? `@${id}`);
  const url = unescapeText(target);
  return link(url, label === null ? url.replace(/^mailto:/, "") : withEmoji(label));
}

const STYLES = { "*": "strong", _: "em", "~": "s" };
const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<reference>[^<>\\n]+)>",
    "(?<url>https?://[^\\s<>|]*[^\\s<>|.,;:!?)\\]'\"*_~])",
    "(?<=^|[^\\p{L}\\p{N}])(?<mark>[*_~])(?=\\S)(?<styled>(?:`[^`\\n]+`|<[^<>\\n]+>|(?!\\k<mark>)[^\\n`<])+?)(?<=\\S)\\k<mark>(?![\\p{L}\\p{N}])",
  ].join("|"),
  "gu",
);

function inline(text, directory) {
  const nodes = [];
  let end = 0;
  const plain = (until) => {
    if (until > end) nodes.push(document.createTextNode(withEmoji(unescapeText(text.slice(end, until)))));
  };
  for (const match of text.matchAll(INLINE)) {
    plain(match.index);
    end = match.index + match[0].length;
    const { code, reference: content, url, mark, styled } = match.groups;
    if (code) nodes.push(el("code", {}, unescapeText(code)));
    else if (content) nodes.push(reference(content, directory));
    else if (url) nodes.push(link(unescapeText(url), unescapeText(url)));
    else nodes.push(el(STYLES[mark], {}, inline(styled, directory)));
  }
  plain(text.length);
  return nodes;
}

/** Lines, with runs of quoted lines gathered into one quote. */
function lines(text, directory) {
  const nodes = [];
  for (const part of text.split(/((?:^&gt; ?.*(?:\n|$))+)/m)) {
    if (/^&gt;/.test(part)) {
      const quoted = part.replace(/^&gt; ?/gm, "").replace(/\n$/, "");
      nodes.push(el("blockquote", {}, inline(quoted, directory)));
    } else if (part) nodes.push(el("span", { class: "lines" }, inline(part, directory)));
  }
  return nodes;
}

/**
 * @param {string} text as Slack carries it: `&`, `<` and `>` escaped
 * @param {Directory} directory
 * @returns {Node[]}
 */
export function mrkdwn(text, directory) {
  // A quote mark is also accepted unescaped, as in what a bot writes itself.
  const escaped = text.replace(/^>(?=[ \S])/gm, "&gt;");
  return escaped.split(/(```[\s\S]+?```)/).flatMap((part) => {
    const block = /^```\n?([\s\S]+?)\n?```$/.exec(part);
    return block ? [el("pre", {}, unescapeText(block[1]))] : lines(part, directory);
  });
}

/** A text object: plain text stays as it is but for emoji, mrkdwn is rendered. */
export function textObject(text, directory) {
  if (text.type === "mrkdwn") return mrkdwn(text.text, directory);
  return [document.createTextNode(text.emoji === false ? text.text : withEmoji(text.text))];
}

/** The words of a text object, for labels and announcements. */
export function plainWords(text, directory) {
  return el("span", {}, textObject(text, directory)).textContent;
}
