/** Renders Block Kit's blocks, all but the input block. */

import { buttonElement, overflowElement } from "./buttons.js";
import { confirmed } from "./confirm.js";
import { control } from "./controls.js";
import { el, freshId } from "./dom.js";
import { markdown } from "./markdown.js";
import { plainWords, textObject } from "./mrkdwn.js";
import { richText } from "./rich_text.js";
import { holdsValue } from "./values.js";

/**
 * Where blocks stand: a message, a modal or the home tab.
 * @typedef {object} Surface
 * @property {import("./mrkdwn.js").Directory} directory
 * @property {import("./values.js").Values} values
 * @property {(blockId: string, actionId: string) => string} focusKey
 * @property {(element: object, blockId: string, content: object) => Promise<void>} act tells the bot what was done
 * @property {(blockId: string, actionId: string, query: string) => Promise<object>} suggest asks the bot for options
 */

/** What a control of this element needs, on this surface. */
export function controlSetup(element, block, surface, { attributes, dispatches, entered = () => {} }) {
  const { block_id: blockId } = block;
  const { action_id: actionId } = element;
  return {
    value: surface.values.get(blockId, actionId),
    attributes: { ...attributes, "data-focus-key": surface.focusKey(blockId, actionId) },
    changed: (content, settled) => {
      surface.values.set(blockId, actionId, { type: element.type, ...content });
      entered();
      if (dispatches && settled) surface.act(element, blockId, content);
    },
    dispatches,
    suggest: (query) => surface.suggest(blockId, actionId, query),
    directory: surface.directory,
  };
}

/** An element in a section or an actions block: whatever is done with it, the bot is told at once. */
function interactive(element, block, surface, labelledBy) {
  if (element.type === "button") return buttonElement(element, block.block_id, surface);
  if (element.type === "overflow") return overflowElement(element, block.block_id, surface);
  if (element.type === "image") return image(element);
  if (!holdsValue(element)) return unsupported(element);
  const name = labelledBy ? { "aria-labelledby": labelledBy } : { "aria-label": element.placeholder?.text ?? "Choose" };
  const asking = {
    ...surface,
    act: async (...deed) => (await confirmed(element.confirm, surface.directory)) && surface.act(...deed),
  };
  return control(
    element,
    controlSetup(element, block, asking, { attributes: { id: freshId("control"), ...name }, dispatches: true }),
  );
}

function image({ alt_text: alt }) {
  // No third-party request: the picture is named, not fetched.
  return el("span", { class: "image", role: "img", "aria-label": alt }, `🖼 ${alt}`);
}

function unsupported({ type }) {
  return el("p", { class: "unsupported" }, `The sandbox does not show “${type}” yet.`);
}

function section(block, surface) {
  const { directory } = surface;
  const id = freshId("section");
  const fields = block.fields?.map((field) => el("div", { class: "field" }, textObject(field, directory)));
  return el(
    "div",
    { class: "block section" },
    el(
      "div",
      { class: "section-text" },
      block.text && el("div", { id }, textObject(block.text, directory)),
      fields && el("div", { class: "fields" }, fields),
    ),
    block.accessory &&
      el("div", { class: "accessory" }, interactive(block.accessory, block, surface, block.text && id)),
  );
}

const BLOCKS = {
  section,
  header: (block, { directory }) =>
    el("p", { class: "block header", role: "heading", "aria-level": "3" }, plainWords(block.text, directory)),
  divider: () => el("hr", { class: "block" }),
  context: (block, { directory }) =>
    el(
      "div",
      { class: "block context" },
      block.elements.map((part) => (part.type === "image" ? image(part) : el("span", {}, textObject(part, directory)))),
    ),
  actions: (block, surface) =>
    el(
      "div",
      { class: "block actions" },
      block.elements.map((element) => interactive(element, block, surface)),
    ),
  image: (block, { directory }) =>
    el("div", { class: "block" }, block.title && el("p", {}, plainWords(block.title, directory)), image(block)),
  markdown: (block) => el("div", { class: "block markdown" }, markdown(block.text)),
  rich_text: (block, { directory }) => el("div", { class: "block" }, richText(block, directory)),
};

/** @param {Surface} surface @returns {HTMLElement} */
export function renderBlock(block, surface) {
  return Object.hasOwn(BLOCKS, block.type) ? BLOCKS[block.type](block, surface) : unsupported(block);
}
