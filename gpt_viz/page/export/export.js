// Gives each lab and each picture of a page from the disk a model to live on: no kernel is there.

/** @typedef {Record<string, any>} State a widget's values by name */
/** @typedef {{ code: string, style: string }} Source */

/** @type {{ modules: Source[], parts: { module: number, state: State }[], plotly: string }} */
const content = JSON.parse(String(document.getElementById("content")?.textContent), revived);
const script = { get: () => content.plotly };

/**
 * Bytes, which JSON does not have, come as from a kernel.
 * @param {string} _name
 * @param {any} value
 */
function revived(_name, value) {
  if (typeof value?.$bytes !== "string") return value;
  const bytes = Uint8Array.from(atob(value.$bytes), (char) => char.charCodeAt(0));
  return new DataView(bytes.buffer);
}

/** What a view knows of its widget: values, and who wants to hear of a new one. */
class Model {
  #state;
  /** @type {Record<string, Set<() => void>>} */
  #heard = {};
  widget_manager = { get_model: async () => script };

  /** @param {State} state */
  constructor(state) {
    this.#state = state;
  }

  /** @param {string} name */
  get(name) {
    return this.#state[name];
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) {
    if (value === this.#state[name]) return;
    this.#state[name] = value;
    for (const act of this.#heard[`change:${name}`] ?? []) act();
  }

  /**
   * @param {string} event
   * @param {() => void} act
   */
  on(event, act) {
    (this.#heard[event] ??= new Set()).add(act);
  }

  /**
   * @param {string} event
   * @param {() => void} act
   */
  off(event, act) {
    this.#heard[event]?.delete(act);
  }

  save_changes() {}

  send() {}
}

/**
 * A module, from its source.
 * @param {Source} source
 */
async function imported({ code, style }) {
  const look = document.createElement("style");
  look.textContent = style;
  document.head.append(look);
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const module = await import(url);
  URL.revokeObjectURL(url);
  return module.default;
}

/**
 * Draw a part in its place. Its words stay there if that fails.
 * @param {{ module: number, state: State }} part
 * @param {HTMLElement} figure
 */
async function show({ module, state }, figure) {
  const { render } = await modules[module];
  const words = /** @type {HTMLElement} */ (figure.firstElementChild);
  const el = document.createElement("div");
  el.className = "_widget_data" in state ? "picture" : "lab";
  words.before(el);
  try {
    await render({ model: new Model(state), el });
    words.remove();
  } catch (error) {
    el.remove();
    throw error;
  }
}

const modules = content.modules.map(imported);
const places = [...document.querySelectorAll("figure")];
content.parts.forEach((part, i) => show(part, places[i]));
