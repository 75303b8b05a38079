/** One control per kind of element that holds a value; each writes what is entered in Slack's shape. */

import { el, freshId } from "./dom.js";
import { plainWords, textObject } from "./mrkdwn.js";
import { groupsOf, matching } from "./options.js";
import { Picker } from "./picker.js";

/**
 * @typedef {object} Setup
 * @property {object} value what is entered now, as in `state.values`
 * @property {Record<string, unknown>} attributes id, labels, focus key
 * @property {(content: object, settled: boolean) => void} changed `settled` is false while a text is being typed
 * @property {boolean} dispatches whether the bot is told of a settled change
 * @property {(query: string) => Promise<object>} suggest
 * @property {import("./mrkdwn.js").Directory} directory
 */

const TEXT_TYPES = {
  plain_text_input: "text",
  email_text_input: "email",
  url_text_input: "url",
  number_input: "number",
};

/** @param {Setup} setup */
function textControl(element, { value, attributes, changed, dispatches }) {
  const typed = (settled) => changed({ value: control.value === "" ? null : control.value }, settled);
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const listeners = {
    oninput: () => typed(triggers.includes("on_character_entered")),
    onkeydown: (event) => {
      if (event.key !== "Enter" || element.multiline || !dispatches || !triggers.includes("on_enter_pressed")) return;
      event.preventDefault(); // tells the bot instead of sending the form
      typed(true);
    },
  };
  const placeholder = element.placeholder?.text;
  const control = element.multiline
    ? el("textarea", { ...attributes, rows: 5, placeholder, ...listeners })
    : el("input", { ...attributes, type: TEXT_TYPES[element.type], autocomplete: "off", placeholder, ...listeners });
  control.value = value.value ?? "";
  return control;
}

/** @param {Setup} setup */
function staticSelect(element, { value, attributes, changed, directory }) {
  const all = [];
  const item = (option) => {
    all.push(option);
    return el("option", { value: String(all.length - 1) }, plainWords(option.text, directory));
  };
  const items = groupsOf(element, directory).map((group) =>
    group.label === null ? group.options.map(item) : el("optgroup", { label: group.label }, group.options.map(item)),
  );
  const placeholder = el("option", { value: "" }, element.placeholder?.text ?? "Choose an option");
  const control = el(
    "select",
    {
      ...attributes,
      onchange: () => changed({ selected_option: control.value === "" ? null : all[Number(control.value)] }, true),
    },
    placeholder,
    items,
  );
  const chosen = all.findIndex((option) => option.value === value.selected_option?.value);
  control.value = chosen < 0 ? "" : String(chosen);
  return control;
}

/** A channel that the person can see; Slack's own picker of conversations. @param {Setup} setup */
function channelSelect(element, { value, attributes, changed, directory }) {
  const control = el(
    "select",
    { ...attributes, onchange: () => changed({ selected_conversation: control.value || null }, true) },
    el("option", { value: "" }, element.placeholder?.text ?? "Choose a channel"),
    directory.channels().map(({ id, name }) => el("option", { value: id }, `#${name}`)),
  );
  control.value = value.selected_conversation ?? "";
  return control;
}

/** @param {Setup} setup */
function pickerControl(element, { value, attributes, changed, suggest, directory }) {
  const multiple = element.type.startsWith("multi_");
  const external = element.type.endsWith("external_select");
  const groups = external ? [] : groupsOf(element, directory);
  const find = async (query) => {
    if (!external) return matching(groups, query, directory);
    // Slack asks after three characters unless the element says otherwise.
    if (query.length < (element.min_query_length ?? 3)) return [];
    return groupsOf(await suggest(query), directory);
  };
  return new Picker({
    attributes: {
      placeholder: element.placeholder?.text ?? (multiple ? "Choose, or type to find" : "Type to find"),
      ...attributes,
    },
    multiple,
    most: element.max_selected_items,
    chosen: multiple ? value.selected_options : [value.selected_option].filter(Boolean),
    find,
    changed: (chosen) =>
      changed(multiple ? { selected_options: chosen } : { selected_option: chosen[0] ?? null }, true),
    directory,
  }).node;
}

/** @param {Setup} setup */
function choices(element, { value, attributes, changed, directory }) {
  const many = element.type === "checkboxes";
  const picked = new Set(
    (many ? value.selected_options : [value.selected_option].filter(Boolean)).map((option) => option.value),
  );
  const name = freshId("choice");
  const boxes = element.options.map((option) => {
    const box = el("input", {
      type: many ? "checkbox" : "radio",
      name,
      "data-focus-key": `${attributes["data-focus-key"]} ${option.value}`,
    });
    box.checked = picked.has(option.value);
    const description = option.description && el("small", {}, textObject(option.description, directory));
    return {
      option,
      box,
      row: el("label", { class: "choice" }, box, el("span", {}, textObject(option.text, directory), description)),
    };
  });
  const { id, "data-focus-key": _, ...labels } = attributes;
  return el(
    "div",
    {
      ...labels,
      id,
      role: many ? "group" : "radiogroup",
      "aria-required": null,
      class: "choices",
      onchange: () => {
        const chosen = boxes.filter(({ box }) => box.checked).map(({ option }) => option);
        changed(many ? { selected_options: chosen } : { selected_option: chosen[0] ?? null }, true);
      },
    },
    boxes.map(({ row }) => row),
  );
}

/** @param {Setup} setup */
function momentControl(element, { value, attributes, changed }) {
  const [type, key] = element.type === "datepicker" ? ["date", "selected_date"] : ["time", "selected_time"];
  const control = el("input", { ...attributes, type, onchange: () => changed({ [key]: control.value || null }, true) });
  control.value = value[key] ?? "";
  return control;
}

/** A moment in the reader's own time zone; Slack knows it in whole minutes. @param {Setup} setup */
function dateTimeControl(element, { value, attributes, changed }) {
  const seconds = () => (control.value ? Math.floor(new Date(control.value).getTime() / 1000) : null);
  const control = el("input", {
    ...attributes,
    type: "datetime-local",
    onchange: () => changed({ selected_date_time: seconds() }, true),
  });
  control.value = value.selected_date_time ? localMinute(value.selected_date_time) : "";
  return control;
}

function localMinute(seconds) {
  const moment = new Date(seconds * 1000);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const CONTROLS = {
  plain_text_input: textControl,
  email_text_input: textControl,
  url_text_input: textControl,
  number_input: textControl,
  static_select: staticSelect,
  multi_static_select: pickerControl,
  external_select: pickerControl,
  multi_external_select: pickerControl,
  conversations_select: channelSelect,
  checkboxes: choices,
  radio_buttons: choices,
  datepicker: momentControl,
  timepicker: momentControl,
  datetimepicker: dateTimeControl,
};

/** @param {object} element @param {Setup} setup @returns {HTMLElement} */
export function control(element, setup) {
  return CONTROLS[element.type](element, setup);
}

/** Kinds that are several fields, named by a group's label rather than a field's. */
export function isGroup(element) {
  return element.type === "checkboxes" || element.type === "radio_buttons";
}
