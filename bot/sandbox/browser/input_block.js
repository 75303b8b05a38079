/** An input block: label, control, hint and error, tied together; the control outlives a change of the words around it. */

import { controlSetup } from "./blocks.js";
import { control, isGroup } from "./controls.js";
import { el, freshId } from "./dom.js";
import { plainWords, textObject } from "./mrkdwn.js";
import { keepFocus } from "./reconcile.js";
import { isEmpty } from "./values.js";

/** An element without what only a new one takes over, so that the same element is known again. */
function lasting(value) {
  return JSON.stringify(value, (key, part) =>
    key.startsWith("initial_") || key === "focus_on_load" ? undefined : part,
  );
}

export class InputBlock {
  #ids = {
    control: freshId("input"),
    label: freshId("label"),
    hint: freshId("hint"),
    error: freshId("error"),
    optional: freshId("optional"),
  };
  #block;
  #signature;
  #control = null;
  #head = el("div", { class: "label-row" });
  #hint = el("p", { class: "hint", id: this.#ids.hint });
  #error = el("p", { class: "error", id: this.#ids.error, hidden: true });
  #count = el("span", { class: "count", "aria-hidden": "true" });

  /** @param {import("./blocks.js").Surface} surface */
  constructor(block, surface) {
    this.surface = surface;
    this.node = el("div", { class: "block input" });
    this.update(block);
  }

  update(block) {
    this.#block = block;
    const { directory } = this.surface;
    const words = plainWords(block.label, directory);
    // "optional" stands beside the label, so that the label is exactly the form's word for the field.
    this.#head.replaceChildren(
      isGroup(block.element)
        ? el("span", { id: this.#ids.label }, words)
        : el("label", { id: this.#ids.label, for: this.#ids.control }, words),
      ...(block.optional ? [el("span", { class: "optional", id: this.#ids.optional }, "optional")] : []),
      this.#count,
    );
    this.#hint.replaceChildren(...(block.hint ? textObject(block.hint, directory) : []));
    this.#hint.hidden = !block.hint;
    const signature = lasting([block.element, block.optional, block.dispatch_action]);
    if (signature !== this.#signature) this.#build(signature);
    this.#showCount();
  }

  #build(signature) {
    this.#signature = signature;
    const { element, optional, dispatch_action: dispatches } = this.#block;
    const setup = controlSetup(element, this.#block, this.surface, {
      attributes: {
        id: this.#ids.control,
        "aria-labelledby": isGroup(element) ? this.#ids.label : null,
        "aria-required": optional || isGroup(element) ? null : "true",
        "aria-describedby": [optional && this.#ids.optional, this.#ids.hint, this.#ids.error].filter(Boolean).join(" "),
      },
      dispatches,
      entered: () => {
        this.showError(null);
        this.#showCount();
      },
    });
    keepFocus(this.node, () => {
      this.#control = control(element, setup);
      this.node.replaceChildren(this.#head, this.#control, this.#error, this.#hint);
    });
  }

  get #entered() {
    return this.surface.values.get(this.#block.block_id, this.#block.element.action_id);
  }

  #showCount() {
    const { max_length: most } = this.#block.element;
    const left = most ? most - (this.#entered.value ?? "").length : null;
    // The room that is left is of interest near its end only.
    this.#count.textContent = left !== null && left <= Math.min(50, most / 5) ? String(left) : "";
    this.#count.classList.toggle("over", left < 0);
  }

  /** What Slack itself refuses before it asks the bot, or null. */
  problem() {
    const { element, optional } = this.#block;
    if (!optional && isEmpty(this.#entered)) return "Please complete this required field.";
    const length = (this.#entered.value ?? "").length;
    if (element.max_length && length > element.max_length)
      return `Please shorten this to ${element.max_length} characters or fewer.`;
    if (length && element.min_length && length < element.min_length)
      return `Please lengthen this to ${element.min_length} characters or more.`;
    return null;
  }

  /** @param {string|null} text */
  showError(text) {
    this.#error.textContent = text ?? "";
    this.#error.hidden = !text;
    this.node.classList.toggle("invalid", Boolean(text));
    const field = this.#field;
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  get #field() {
    return this.node.querySelector(`#${this.#ids.control}`);
  }

  focus() {
    (this.#field.matches("[role]:not(input)") ? this.#field.querySelector("input") : this.#field).focus();
  }
}
