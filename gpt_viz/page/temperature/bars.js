// The likeliest tokens as bars, at one temperature: made once, and filled again at each change.

import constants from "../constants.json" with { type: "json" };
import { listen, made } from "../kit/elements.js";
import { count, share } from "../kit/numbers.js";
import { localised, say, sayMany } from "../kit/words.js";
import { beyond, probability, uncut, uncutBeyond } from "../maths/softmax.js";
import { cutWords } from "./words.js";

/** @import { Lab } from "../kit/lab.js" */
/** @import { View } from "./values.js" */
/** @typedef {ReturnType<typeof barRow>} Row */

const FAINTEST = -8; // the power of ten at the left end of a log scale
/** @type {Record<string, [number, string][]>} */
const SCALES = {
  linear: [[0, "0 %"], [0.25, "25 %"], [0.5, "50 %"], [0.75, "75 %"], [1, "100 %"]],
  log: [[0, "10⁻⁶ %"], [0.25, "10⁻⁴ %"], [0.5, "0.01 %"], [0.75, "1 %"], [1, "100 %"]],
};

/**
 * A list of bars; `choose` gets the id of a token whose arithmetic the user asks for.
 * @param {Lab} lab
 * @param {(id: number) => void} choose
 */
export function barList(lab, choose) {
  const rows = Array.from({ length: constants.mostRows }, () => barRow("option"));
  const rest = barRow("presentation");
  const list = made("div", { role: "listbox", class: "bars" }, ...rows.map((row) => row.line));
  const axis = made("div", { class: "axis", "aria-hidden": "true" });
  rest.line.classList.add("rest");
  for (const event of ["pointerover", "focusin"]) {
    listen(lab, list, event, ({ target, buttons }) => {
      const line = target.closest("[data-id]");
      if (line && !buttons) choose(Number(line.dataset.id));
    });
  }
  listen(lab, list, "keydown", (event) => walk(event, list));
  const element = made("div", { class: "chart" }, list, rest.line, axis);
  const paint = (/** @type {View} */ view) => {
    const temperature = localised(String(view.found.temperature));
    const name = say("the likeliest next tokens at T = {temperature}", { temperature });
    list.setAttribute("aria-label", name);
    rows.forEach((row, rank) => fillRow(row, rank, view));
    fillRest(rest, view);
    fillAxis(axis, view.log);
    element.classList.toggle("with-draws", Boolean(view.drawn));
  };
  return { element, paint };
}

/**
 * Up and down, Home and End move the focus from bar to bar.
 * @param {any} event
 * @param {HTMLElement} list
 */
function walk(event, list) {
  const lines = /** @type {HTMLElement[]} */ ([...list.children]).filter((line) => !line.hidden);
  const here = lines.indexOf(event.target.closest("[data-id]"));
  /** @type {Record<string, number>} */
  const places = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: lines.length - 1 };
  const to = places[event.key];
  if (to === undefined) return;
  event.preventDefault();
  lines[Math.min(Math.max(to, 0), lines.length - 1)].focus();
}

/** @param {string} role */
function barRow(role) {
  const [name, times, value, edge] = ["name", "times", "value", "edge"].map((kind) =>
    made("span", { class: kind }));
  const parts = ["ghost", "now", "cut", "drawn", "whisker"].map((kind) =>
    made("i", { class: kind }));
  const track = made("span", { class: "track" }, ...parts);
  const line = made("div", { class: "bar", role }, name, track, times, value, edge);
  const [ghost, now, cut, drawn, whisker] = parts;
  return { line, name, times, value, edge, ghost, now, cut, drawn, whisker };
}

/**
 * @param {Row} row
 * @param {number} rank
 * @param {View} view
 */
function fillRow(row, rank, view) {
  const { ids, names, found, atOne, top, token } = view;
  row.line.hidden = rank >= Math.min(top, ids.length);
  if (row.line.hidden) return;
  const id = ids[rank], p = probability(found, rank), isCut = rank >= found.kept;
  const before = uncut(found, rank);
  mark(row.line, { id, probability: p, atOne: probability(atOne, rank), uncut: before });
  row.line.setAttribute("aria-selected", String(id === token));
  row.line.tabIndex = id === token ? 0 : -1;
  row.name.textContent = names[id];
  lengthen(row.ghost, probability(atOne, rank), view.log);
  lengthen(row.now, p, view.log);
  fillDrawn(row, p, view.drawn?.counts[rank], view);
  fillCut(row, p, isCut, isCut ? before : 0, view.log);
  row.edge.textContent = cutWords(rank + 1, view);
}

/**
 * What the tokens hold that have no row: with it the rows add to 1.
 * @param {Row} row
 * @param {View} view
 */
function fillRest(row, view) {
  const { ids, found, atOne, top } = view;
  const others = Math.max(0, ids.length - top), p = beyond(found, top);
  row.line.hidden = others === 0;
  mark(row.line, { notShown: others, probability: p });
  const tokens = sayMany("{count} token", "{count} tokens", others);
  row.name.replaceChildren(say("not shown:"), made("br"), tokens);
  lengthen(row.ghost, beyond(atOne, top), view.log);
  lengthen(row.now, p, view.log);
  fillDrawn(row, p, view.drawn?.others, view);
  const isCut = p === 0 && found.kept < ids.length;
  fillCut(row, p, isCut, isCut ? uncutBeyond(found, top) : 0, view.log);
}

/**
 * A row's probability, and what it was where it is cut off.
 * @param {Row} row
 * @param {number} p
 * @param {boolean} isCut
 * @param {number} before
 * @param {boolean} log
 */
function fillCut(row, p, isCut, before, log) {
  row.line.classList.toggle("is-cut", isCut);
  lengthen(row.cut, before, log);
  row.value.textContent = isCut ? say("was {share}", { share: share(before) }) : share(p);
}

/**
 * How often a token came up, beside its bar: a whisker is one standard deviation long each way.
 * @param {Row} row
 * @param {number} p
 * @param {number | undefined} times
 * @param {View} view
 */
function fillDrawn(row, p, times, view) {
  const draws = view.drawn?.draws ?? 0, isDrawn = draws > 0 && times !== undefined;
  row.times.textContent = isDrawn ? `${count(times)} ×` : "";
  mark(row.line, { drawn: isDrawn ? times : undefined });
  lengthen(row.drawn, isDrawn ? times / draws : 0, view.log);
  const deviation = draws > 1 ? Math.sqrt((p * (1 - p)) / draws) : 0;
  const [from, to] = [p - deviation, p + deviation].map((end) => place(end, view.log));
  row.whisker.style.left = `${100 * from}%`;
  row.whisker.style.width = deviation > 0 ? `${100 * (to - from)}%` : "0";
  row.whisker.hidden = !(deviation > 0);
}

/**
 * @param {HTMLElement} axis
 * @param {boolean} log
 */
function fillAxis(axis, log) {
  const scale = log ? "log" : "linear";
  if (axis.dataset.scale === scale) return;
  axis.dataset.scale = scale;
  axis.replaceChildren(...SCALES[scale].map(([at, words]) => {
    const tick = made("span", {}, localised(words));
    tick.style.left = `${100 * at}%`;
    return tick;
  }));
}

/**
 * Numbers as they are, for whoever reads the page with a program.
 * @param {HTMLElement} element
 * @param {Record<string, number | undefined>} data
 */
function mark(element, data) {
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined) delete element.dataset[name];
    else element.dataset[name] = String(value);
  }
}

/**
 * @param {HTMLElement} bar
 * @param {number} p
 * @param {boolean} log
 */
function lengthen(bar, p, log) {
  bar.style.width = `${100 * place(p, log)}%`;
}

/**
 * Where a probability stands on the scale, from 0 to 1.
 * @param {number} p
 * @param {boolean} log
 */
function place(p, log) {
  const at = log ? 1 - Math.log10(p) / FAINTEST : p;
  return at > 0 ? Math.min(at, 1) : 0;
}
