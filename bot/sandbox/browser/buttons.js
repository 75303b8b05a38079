/** The elements that hold no value and only act: buttons, links that look like one, overflow menus. */

import { confirmed } from "./confirm.js";
import { el } from "./dom.js";
import { menuButton } from "./menu.js";
import { plainWords } from "./mrkdwn.js";

/** Marks `button` as busy while `work` lasts, and keeps a second click from doing it twice. */
export async function whileBusy(button, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** @param {import("./blocks.js").Surface} surface */
export function buttonElement(element, blockId, surface) {
  const { directory } = surface;
  const press = async () => {
    if (!(await confirmed(element.confirm, directory))) return;
    await whileBusy(node, () => surface.act(element, blockId, { value: element.value ?? "" }));
  };
  const looks = {
    class: `button ${element.style ?? ""}`.trim(),
    "aria-label": element.accessibility_label,
    "data-focus-key": surface.focusKey(blockId, element.action_id),
    onclick: press,
  };
  const words = plainWords(element.text, directory);
  // Slack opens the link and tells the bot of the click as well.
  const node = element.url
    ? el("a", { ...looks, href: element.url, target: "_blank", rel: "noopener noreferrer" }, words)
    : el("button", { ...looks, type: "button" }, words);
  return node;
}

/** @param {import("./blocks.js").Surface} surface */
export function overflowElement(element, blockId, surface) {
  const { directory } = surface;
  const items = element.options.map((option) => ({
    label: plainWords(option.text, directory),
    run: async () => {
      if (!(await confirmed(element.confirm, directory))) return;
      if (option.url) window.open(option.url, "_blank", "noopener");
      await surface.act(element, blockId, { selected_option: option });
    },
  }));
  return menuButton({ label: "More", focusKey: surface.focusKey(blockId, element.action_id), items });
}
