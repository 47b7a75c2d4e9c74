// What all labs share: a life that leaves nothing behind.
//
// The model is the only state. `model.set` tells every view of it at once and sends nothing;
// `settle` saves what was set to the kernel, when the user has let go.

import { follow, made } from "./elements.js";

/**
 * A widget's values, which the kernel shares, or an exported page in its place.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {(event: string, act: () => void) => void} on
 * @property {(event: string, act: () => void) => void} off
 * @property {() => void} save_changes
 * @property {(content: object) => void} send
 * @property {{ get_model(id: string): Promise<any> }} widget_manager
 */

/**
 * One view of a lab: `root` holds all it draws, `signal` ends all that it listens to.
 * @typedef {object} Lab
 * @property {Model} model
 * @property {HTMLElement} root
 * @property {AbortSignal} signal
 * @property {() => void} end
 * @property {number} [saving] the timer of a change that is to be saved
 */

const SETTLED = 250; // milliseconds after the last change, before it is saved
const SPEAK = 700; // before a change is said aloud

/**
 * Begin a view of a lab, which has this name for people who cannot see it.
 * @param {Model} model
 * @param {HTMLElement} el
 * @param {string} name
 * @returns {Lab}
 */
export function opened(model, el, name) {
  const life = new AbortController();
  const root = made("section", { class: "gpt-lab", "aria-label": name });
  for (const [key, [light, dark]] of Object.entries(model.get("_colours"))) {
    root.style.setProperty(`--${key}`, `light-dark(${light}, ${dark})`);
  }
  /** @type {string[]} */
  const marks = model.get("_marks");
  root.append(...marks.map((mark) => made("p", { class: "origin" }, mark)));
  el.append(root);
  return { model, root, signal: life.signal, end: () => (life.abort(), root.remove()) };
}

/**
 * Paint now, and once a frame at most when one of the named traits changes. Gives a function
 * that asks for one more painting.
 * @param {Lab} lab
 * @param {string[]} names
 * @param {() => void} paint
 */
export function repainted(lab, names, paint) {
  let asked = 0;
  const ask = () => {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      paint();
    });
  };
  follow(lab, names, ask);
  lab.signal.addEventListener("abort", () => cancelAnimationFrame(asked));
  paint();
  return ask;
}

/**
 * Move on every view at once; nothing is sent.
 * @param {Lab} lab
 * @param {Record<string, unknown>} values
 */
export function move(lab, values) {
  clearTimeout(lab.saving);
  for (const [name, value] of Object.entries(values)) lab.model.set(name, value);
}

/**
 * Save to the kernel, soon and once.
 * @param {Lab} lab
 */
export function settle(lab) {
  clearTimeout(lab.saving);
  lab.saving = setTimeout(() => lab.model.save_changes(), SETTLED);
}

/**
 * A function that says its words aloud, when they have stood for a moment.
 * @param {Lab} lab
 */
export function voice(lab) {
  const spoken = made("div", { class: "spoken", "aria-live": "polite" });
  let waiting = 0;
  lab.root.append(spoken);
  lab.signal.addEventListener("abort", () => clearTimeout(waiting));
  return (/** @type {string} */ words) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (spoken.textContent = words), SPEAK);
  };
}
