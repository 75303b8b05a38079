/** Keeps DOM that still holds, so that a refresh never takes focus, caret or scroll from the person. */

/** Puts `nodes` in place under `parent`, without moving those that already stand in order. */
export function place(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

/** A list of nodes, each built anew only when its signature changes. */
export class KeyedNodes {
  #kept = new Map();

  /**
   * @param {Element} parent
   * @param {{key: string, signature: string, build: () => Node}[]} items
   */
  render(parent, items) {
    keepFocus(parent, () => {
      const next = new Map();
      for (const { key, signature, build } of items) {
        const kept = this.#kept.get(key);
        next.set(key, kept?.signature === signature ? kept : { signature, node: build() });
      }
      this.#kept = next;
      place(
        parent,
        [...next.values()].map((entry) => entry.node),
      );
    });
  }
}

/** Runs `change`; where it replaced the focused control, focus and caret go to the one with the same `data-focus-key`. */
export function keepFocus(parent, change) {
  const before = document.activeElement;
  const key = parent.contains(before) ? before.dataset?.focusKey : undefined;
  const caret = key && "selectionStart" in before ? [before.selectionStart, before.selectionEnd] : null;
  change();
  if (!key || document.activeElement === before) return;
  const after = parent.querySelector(`[data-focus-key="${CSS.escape(key)}"]`);
  after?.focus({ preventScroll: true });
  if (after && caret && caret[0] !== null) after.setSelectionRange(...caret);
}
