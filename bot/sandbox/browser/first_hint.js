/** Tells a newcomer the one thing to type first, until they have typed a command. */

import { el } from "./dom.js";

const EXAMPLE = "/incident new Website loading slowly";
const KEY = "stormlamp-sandbox-knows-commands";

/** @param {(text: string) => void} fill puts the example in the composer */
export function firstHint(fill) {
  const node = el(
    "p",
    { class: "first-hint" },
    el("span", {}, "New here? Type ", el("code", {}, EXAMPLE)),
    el("button", { type: "button", class: "button small", onclick: () => fill(EXAMPLE) }, "Try it"),
  );
  node.hidden = localStorage.getItem(KEY) !== null;
  return node;
}

/** No hint any more for whoever has typed a command. */
export function commandTyped(node) {
  localStorage.setItem(KEY, "yes");
  node.hidden = true;
}
