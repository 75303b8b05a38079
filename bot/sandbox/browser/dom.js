/** Builds DOM from data without ever parsing data as HTML. */

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `on…` functions become listeners; null, undefined and false are left out
 * @param {...(Node|string|null|undefined|false|Array)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

let issued = 0;

/** An id for tying labels, hints and errors to their fields. */
export function freshId(prefix) {
  issued += 1;
  return `${prefix}-${issued}`;
}
