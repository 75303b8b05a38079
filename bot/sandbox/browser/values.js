/** What a person has entered in a view or a message, in Slack's `state.values` shape. */

const INITIAL = {
  plain_text_input: (element) => ({ value: element.initial_value ?? null }),
  email_text_input: (element) => ({ value: element.initial_value ?? null }),
  url_text_input: (element) => ({ value: element.initial_value ?? null }),
  number_input: (element) => ({ value: element.initial_value ?? null }),
  static_select: (element) => ({ selected_option: element.initial_option ?? null }),
  external_select: (element) => ({ selected_option: element.initial_option ?? null }),
  conversations_select: (element) => ({ selected_conversation: element.initial_conversation ?? null }),
  radio_buttons: (element) => ({ selected_option: element.initial_option ?? null }),
  multi_static_select: (element) => ({ selected_options: element.initial_options ?? [] }),
  multi_external_select: (element) => ({ selected_options: element.initial_options ?? [] }),
  checkboxes: (element) => ({ selected_options: element.initial_options ?? [] }),
  datepicker: (element) => ({ selected_date: element.initial_date ?? null }),
  timepicker: (element) => ({ selected_time: element.initial_time ?? null }),
  datetimepicker: (element) => ({ selected_date_time: element.initial_date_time ?? null }),
};

/** Whether an element holds a value (a button does not). */
export function holdsValue(element) {
  return Object.hasOwn(INITIAL, element.type);
}

/** Whether a value is what Slack counts as left empty. */
export function isEmpty({ type: _, ...content }) {
  const [value] = Object.values(content);
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** The interactive elements of a block. */
export function elementsOf(block) {
  return [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])].filter(
    (element) => element?.action_id,
  );
}

export class Values {
  #entered = new Map();

  /** @param {Record<string, Record<string, object>>} [known] the server's `state.values`, for a form that was open before this page */
  constructor(known = {}) {
    for (const [blockId, actions] of Object.entries(known)) {
      for (const [actionId, value] of Object.entries(actions)) this.set(blockId, actionId, value);
    }
  }

  get(blockId, actionId) {
    return this.#entered.get(JSON.stringify([blockId, actionId]));
  }

  set(blockId, actionId, value) {
    this.#entered.set(JSON.stringify([blockId, actionId]), value);
  }

  /** Follows an update: same block and action keep what was typed, new ones take their initial value, others are forgotten. */
  follow(blocks) {
    const next = new Map();
    for (const block of blocks) {
      for (const element of elementsOf(block).filter(holdsValue)) {
        const kept = this.get(block.block_id, element.action_id);
        const value = kept?.type === element.type ? kept : { type: element.type, ...INITIAL[element.type](element) };
        next.set(JSON.stringify([block.block_id, element.action_id]), value);
      }
    }
    this.#entered = next;
  }

  /** @returns {Record<string, Record<string, object>>} */
  toState() {
    const state = {};
    for (const [key, value] of this.#entered) {
      const [blockId, actionId] = JSON.parse(key);
      state[blockId] = { ...state[blockId], [actionId]: value };
    }
    return state;
  }
}
