// The text itself, each token shaded by its weight, and below the table what can be seen in words.

import { listen, made } from "../kit/elements.js";
import { move, settle } from "../kit/lab.js";
import { percent } from "../kit/numbers.js";
import { listed, say } from "../kit/words.js";
import { choose } from "./choose.js";
import { shadeOf } from "./paint.js";

/** @import { Lab } from "../kit/lab.js" */
/** @import { Cell, View } from "./view.js" */
/** @typedef {{ lab: Lab, view: View, tokens: HTMLElement, words: HTMLElement, key: number }} Text */

/**
 * The text of a lab: its `tokens`, its `words`, and `paint`. `point` gets the token that the
 * pointer is on.
 * @param {Lab} lab
 * @param {View} view
 * @param {(cell: Cell | null) => void} point
 */
export function textOf(lab, view, point) {
  const tokens = made("div", { class: "tokens", role: "listbox", "aria-label": say("tokens") });
  const words = made("p", { class: "words" });
  const text = { lab, view, tokens, words, key: 0 };
  listen(lab, tokens, "pointerover", (event) => {
    const position = placeOf(event.target);
    point(position === null ? null : { row: position, column: position });
  });
  listen(lab, tokens, "pointerleave", () => point(null));
  listen(lab, tokens, "click", (event) => {
    if (placeOf(event.target) !== null) choose(lab, placeOf(event.target));
  });
  listen(lab, tokens, "keydown", (event) => chooseByKey(text, event));
  return { tokens, words, paint: () => paintText(text) };
}

/** @param {HTMLElement} element */
function placeOf(element) {
  return "position" in element.dataset ? Number(element.dataset.position) : null;
}

/**
 * The arrow keys choose the next token or the one before, Escape none.
 * @param {Text} text
 * @param {any} event
 */
function chooseByKey({ lab, view, tokens }, event) {
  const { columns } = view.data, last = columns.length - 1;
  const at = columns.indexOf(placeOf(event.target) ?? view.position ?? -1);
  /** @type {Record<string, number>} */
  const steps = {
    ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last,
  };
  if (!(event.key in steps) && event.key !== "Escape") return;
  event.preventDefault();
  const to = Math.max(0, Math.min(last, steps[event.key]));
  move(lab, { position: event.key === "Escape" ? null : columns[to] });
  settle(lab);
  if (event.key !== "Escape") chips(tokens)[to].focus();
}

/** @param {HTMLElement} tokens */
function chips(tokens) {
  return /** @type {HTMLElement[]} */ ([...tokens.children]);
}

/** @param {Text} text */
function paintText(text) {
  const { view, tokens, words } = text, { data, look, colours, threshold } = view;
  if (text.key !== view.dataKey) {
    tokens.replaceChildren(...data.columns.map((place) => chip(place, view.tokens[place])));
    tokens.classList.toggle("cut", data.start > 0);
    text.key = view.dataKey;
  }
  const reached = data.columns.find((place) => place === view.position) ?? data.columns.at(-1);
  chips(tokens).forEach((element, i) => {
    const place = data.columns[i], weight = look[i], isSeen = weight >= threshold;
    element.style.background = isSeen ? colours.shades[shadeOf(weight)] : "";
    element.style.color = isSeen ? colours.inks[shadeOf(weight)] : "";
    element.dataset.weight = isSeen ? String(weight) : "";
    element.classList.toggle("read", place === view.read);
    element.setAttribute("aria-selected", String(place === view.position));
    const name = view.tokens[place];
    element.setAttribute("aria-label", isSeen ? listed([name, percent(weight)]) : name);
    element.tabIndex = place === reached ? 0 : -1;
  });
  words.textContent = view.words;
}

/**
 * @param {number} place
 * @param {string} name
 */
function chip(place, name) {
  return made("span", { role: "option", "data-position": place }, name);
}
