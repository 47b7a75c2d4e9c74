// Buttons, boxes, menus and sliders. Each moves a trait, and follows it.

import { follow, listen, made } from "./elements.js";
import { move, settle } from "./lab.js";
import { misfit, nearest, typed } from "./numbers.js";
import { localised, say } from "./words.js";

/** @import { Attributes } from "./elements.js" */
/** @import { Lab } from "./lab.js" */

/**
 * A slider's settings: `read` says a value in words, `marks` are values to name below the rail.
 * With `clamps`, a number above the last stop becomes the last stop. The box has the value times
 * `scale`: 100 for per cent.
 * @typedef {object} Settings
 * @property {(value: number) => string} [read]
 * @property {boolean} [whole]
 * @property {boolean} [clamps]
 * @property {number} [scale]
 * @property {number[]} [marks]
 */

/**
 * A button that does something when it is pressed.
 * @param {Lab} lab
 * @param {string} words
 * @param {() => void} act
 * @param {Attributes} [more]
 */
export function button(lab, words, act, more = {}) {
  const element = made("button", { type: "button", ...more }, words);
  listen(lab, element, "click", act);
  return element;
}

/**
 * A box to tick for a trait that is true or false.
 * @param {Lab} lab
 * @param {string} trait
 * @param {string} words
 */
export function ticked(lab, trait, words) {
  const box = made("input", { type: "checkbox" });
  const show = () => (box.checked = lab.model.get(trait));
  listen(lab, box, "change", () => (move(lab, { [trait]: box.checked }), settle(lab)));
  follow(lab, [trait], show);
  show();
  return made("label", { class: "ticked" }, box, words);
}

/**
 * A menu for a trait; `options` are pairs of a value and its words.
 * @param {Lab} lab
 * @param {string} trait
 * @param {string} words
 * @param {[unknown, string][]} options
 */
export function menu(lab, trait, words, options) {
  const lines = options.map(([, label], i) => made("option", { value: i }, label));
  const box = made("select", {}, ...lines);
  const show = () => (box.selectedIndex = options.findIndex(([v]) => v === lab.model.get(trait)));
  listen(lab, box, "change", () => {
    move(lab, { [trait]: options[box.selectedIndex][0] });
    settle(lab);
  });
  follow(lab, [trait], show);
  show();
  return made("label", { class: "menu" }, made("span", {}, words), box);
}

/**
 * A slider for a trait, which stops at `stops`, and a box for any number between the ends. While
 * the trait is null, both stay as they are.
 * @param {Lab} lab
 * @param {string} trait
 * @param {string} words
 * @param {number[]} stops
 * @param {Settings} [settings]
 */
export function slider(lab, trait, words, stops, settings = {}) {
  const { read = String, scale = 1, marks = [] } = settings;
  const rail = made("input", { type: "range", min: 0, max: stops.length - 1, "aria-label": words });
  const box = made("input", { type: "text", inputmode: "decimal", autocomplete: "off" });
  const problem = made("div", { class: "problem", role: "alert" });
  const boxed = (/** @type {number} */ value) => String(Number((scale * value).toPrecision(15)));
  const show = () => {
    const value = lab.model.get(trait);
    if (value === null) return;
    rail.value = String(nearest(stops, value));
    rail.setAttribute("aria-valuetext", read(value));
    box.value = boxed(value);
    problem.textContent = "";
  };
  const take = () => {
    if (box.value === boxed(lab.model.get(trait))) return; // Enter, and then the box is left
    const { value, fault } = taken(box.value, words, stops, settings);
    if (value !== undefined) {
      move(lab, { [trait]: value });
      settle(lab);
      show();
    }
    problem.textContent = fault;
  };
  listen(lab, rail, "input", () => move(lab, { [trait]: stops[Number(rail.value)] }));
  listen(lab, rail, "change", () => settle(lab));
  listenToBox(lab, box, { take, show, forget: () => (problem.textContent = "") });
  follow(lab, [trait], show);
  show();
  const head = made("label", {}, made("span", {}, words), box);
  const way = made("div", { class: "way" }, rail, ...marks.map((value) => mark(stops, value)));
  return made("div", { class: "slider" }, head, way, problem);
}

/**
 * The value that a typed text asks for, if it does, and what is wrong with it.
 * @param {string} text
 * @param {string} words
 * @param {number[]} stops
 * @param {Settings} settings
 */
function taken(text, words, stops, { whole, clamps, scale = 1 }) {
  const [low, most] = [scale * stops[0], scale * stops[stops.length - 1]];
  const value = typed(text);
  const fits = value >= low && (clamps || value <= most) && (!whole || Number.isInteger(value));
  if (!fits) return { fault: misfit(words, text, low, most, whole) };
  const fault = value > most ? say("{name} is at most {most}", { name: words, most }) : "";
  return { value: Math.min(value, most) / scale, fault };
}

/**
 * @param {Lab} lab
 * @param {HTMLInputElement} box
 * @param {{ take: () => void, show: () => void, forget: () => void }} acts
 */
function listenToBox(lab, box, { take, show, forget }) {
  listen(lab, box, "change", take);
  listen(lab, box, "input", forget);
  listen(lab, box, "keydown", (event) => {
    if (event.key === "Enter") take(); // in JupyterLab, Enter changes nothing by itself
    if (event.key === "Escape") show();
  });
}

/**
 * @param {number[]} stops
 * @param {number} value
 */
function mark(stops, value) {
  const element = made("span", { class: "mark", "aria-hidden": "true" }, localised(String(value)));
  element.style.setProperty("--at", String(nearest(stops, value) / (stops.length - 1)));
  return element;
}
