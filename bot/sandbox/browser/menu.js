/** A button that opens a short list of things to do: an overflow element, a message's shortcuts. */

import { el, freshId } from "./dom.js";

/**
 * @param {{label: string, focusKey?: string, items: {label: string, run: () => void}[]}} menu
 * @returns {HTMLElement}
 */
export function menuButton({ label, focusKey, items }) {
  const id = freshId("menu");
  const list = el("div", { class: "menu", id, role: "menu", "aria-label": label, hidden: true });
  const button = el(
    "button",
    {
      type: "button",
      class: "button icon",
      "aria-label": label,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-controls": id,
      "data-focus-key": focusKey,
    },
    el("span", { "aria-hidden": "true" }, "⋯"),
  );
  const wrapper = el("div", { class: "menu-anchor" }, button, list);

  const show = (open) => {
    list.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) list.firstElementChild.focus();
  };
  for (const item of items) {
    const run = () => {
      show(false);
      button.focus();
      item.run();
    };
    list.append(el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: run }, item.label));
  }
  const step = { ArrowDown: 1, ArrowUp: -1 };
  button.addEventListener("click", () => show(list.hidden));
  wrapper.addEventListener("focusout", (event) => {
    if (!wrapper.contains(event.relatedTarget)) show(false);
  });
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      show(false);
      button.focus();
    } else if (step[event.key]) {
      event.preventDefault();
      const all = [...list.children];
      all[(all.indexOf(document.activeElement) + step[event.key] + all.length) % all.length].focus();
    }
  });
  return wrapper;
}
