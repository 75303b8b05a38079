/** Turns a `markdown` block's standard Markdown into DOM nodes: the part of it that Slack shows. */

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link } from "./mrkdwn.js";

const INLINE = new RegExp(
  [
    "\\\\(?<escaped>[!-/:-@\\[-`{-~])",
    "`(?<code>[^`]+)`",
    "!?\\[(?<label>[^\\]]*)\\]\\((?<target>[^\\s)]+)\\)",
    "(?<bare>https?://[^\\s<>]*[^\\s<>.,;:!?)\\]'\"*_~])",
    "(?<double>\\*\\*|(?<!\\w)__)(?=\\S)(?<strong>.+?)(?<=\\S)\\k<double>",
    "~~(?=\\S)(?<struck>.+?)(?<=\\S)~~",
    "(?<!\\w)(?<single>[*_])(?=\\S)(?<emphasis>.+?)(?<=\\S)\\k<single>(?!\\w)",
  ].join("|"),
  "gs",
);

function inline(text) {
  const nodes = [];
  let end = 0;
  const plain = (until) => {
    if (until > end) nodes.push(document.createTextNode(withEmoji(text.slice(end, until))));
  };
  for (const match of text.matchAll(INLINE)) {
    plain(match.index);
    end = match.index + match[0].length;
    const { escaped, code, label, target, bare, strong, struck, emphasis } = match.groups;
    if (escaped) nodes.push(document.createTextNode(escaped));
    else if (code) nodes.push(el("code", {}, code));
    else if (target) nodes.push(link(target, label || target));
    else if (bare) nodes.push(link(bare, bare));
    else if (strong) nodes.push(el("strong", {}, inline(strong)));
    else if (struck) nodes.push(el("s", {}, inline(struck)));
    else nodes.push(el("em", {}, inline(emphasis)));
  }
  plain(text.length);
  return nodes;
}

const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+/;
const QUOTE = /^>\s?/;
const HEADING = /^#{1,6}\s+/;
const RULE = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/;
const FENCE = /^```/;

/** Takes the lines at the front for which `belongs` holds. */
function take(lines, belongs) {
  const until = lines.findIndex((line) => !belongs(line));
  return lines.splice(0, until < 0 ? lines.length : until);
}

function nextBlock(lines) {
  const first = lines[0];
  if (FENCE.test(first)) {
    lines.shift();
    const code = take(lines, (line) => !FENCE.test(line));
    lines.shift();
    return el("pre", {}, code.join("\n"));
  }
  if (RULE.test(first)) {
    lines.shift();
    return el("hr");
  }
  if (HEADING.test(first)) return el("p", { class: "heading" }, inline(lines.shift().replace(HEADING, "")));
  if (QUOTE.test(first)) {
    const quoted = take(lines, (line) => QUOTE.test(line));
    return el("blockquote", {}, blocks(quoted.map((line) => line.replace(QUOTE, ""))));
  }
  if (ITEM.test(first)) {
    const start = ITEM.exec(first)[1];
    const items = take(lines, (line) => ITEM.test(line));
    return el(
      start ? "ol" : "ul",
      { start },
      items.map((line) => el("li", {}, inline(line.replace(ITEM, "")))),
    );
  }
  const opening = lines.shift();
  const more = take(
    lines,
    (line) => line.trim() && ![FENCE, RULE, HEADING, QUOTE, ITEM].some((kind) => kind.test(line)),
  );
  return el("p", { class: "lines" }, inline([opening, ...more].join("\n")));
}

function blocks(lines) {
  const nodes = [];
  for (;;) {
    take(lines, (line) => !line.trim());
    if (!lines.length) return nodes;
    nodes.push(nextBlock(lines));
  }
}

/** @param {string} text @returns {Node[]} */
export function markdown(text) {
  return blocks(text.split("\n"));
}
