/** The blocks of one surface, followed through its updates. */

import { renderBlock } from "./blocks.js";
import { el } from "./dom.js";
import { InputBlock } from "./input_block.js";
import { keepFocus, place } from "./reconcile.js";

export class BlockList {
  #kept = new Map();

  /** @param {import("./blocks.js").Surface} surface */
  constructor(surface) {
    this.surface = surface;
    this.node = el("div", { class: "blocks" });
  }

  update(blocks) {
    this.surface.values.follow(blocks);
    keepFocus(this.node, () => {
      const next = new Map();
      blocks.forEach((block, index) => {
        const key = block.block_id ?? `at ${index}`;
        next.set(key, this.#entry(block, this.#kept.get(key)));
      });
      this.#kept = next;
      place(
        this.node,
        [...next.values()].map((entry) => entry.node),
      );
    });
  }

  #entry(block, kept) {
    if (block.type === "input") {
      const sameKind = kept?.input?.actionId === block.element.action_id && kept.input.type === block.element.type;
      if (!sameKind) {
        const field = new InputBlock(block, this.surface);
        return { node: field.node, input: { field, actionId: block.element.action_id, type: block.element.type } };
      }
      kept.input.field.update(block);
      return kept;
    }
    const signature = JSON.stringify(block);
    return kept?.signature === signature ? kept : { signature, node: renderBlock(block, this.surface) };
  }

  get inputs() {
    return new Map(
      [...this.#kept].filter(([, entry]) => entry.input).map(([blockId, entry]) => [blockId, entry.input.field]),
    );
  }

  /** Shows each error at its field and goes to the first. @param {Record<string, string>} errors by block id */
  showErrors(errors) {
    let first = null;
    for (const [blockId, field] of this.inputs) {
      field.showError(errors[blockId] ?? null);
      if (errors[blockId]) first ??= field;
    }
    first?.focus();
  }
}
