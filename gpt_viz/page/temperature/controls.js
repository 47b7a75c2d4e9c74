// The controls of a temperature lab, and what the looks of its bars mean.

import constants from "../constants.json" with { type: "json" };
import { button, slider, ticked } from "../kit/controls.js";
import { follow, listen, made } from "../kit/elements.js";
import { move, settle } from "../kit/lab.js";
import { nearest } from "../kit/numbers.js";
import { localised, say } from "../kit/words.js";
import { HEATS } from "./values.js";
import { temperatureWords } from "./words.js";

/** @import { Lab } from "../kit/lab.js" */

const SWEEP = 7000; // milliseconds from T = 0 to the hottest
const MARKS = [0, 0.2, 0.5, 1, 2, constants.hottest];

/**
 * All that sets how the bars are made; draws have controls of their own.
 * @param {Lab} lab
 */
export function controls(lab) {
  const settings = { read: temperatureWords, marks: MARKS };
  const heat = slider(lab, "temperature", say("temperature"), HEATS, settings);
  const toOne = () => (move(lab, { temperature: 1 }), settle(lab));
  const back = button(lab, temperatureWords(1), toOne, { title: say("back to the model's own") });
  const second = slider(lab, "compare", say("compared with"), HEATS, settings);
  const showSecond = () => (second.hidden = lab.model.get("compare") === null);
  follow(lab, ["compare"], showSecond);
  showSecond();
  return made("div", { class: "controls" },
    made("div", { class: "heat" }, heat, back, playButton(lab)),
    made("div", { class: "heat" }, second),
    made("div", { class: "cuts" }, ...cuts(lab)),
    made("div", { class: "switches" }, ticked(lab, "log", say("log scale")), comparing(lab), key()));
}

/** @param {Lab} lab */
function cuts(lab) {
  const { fewestRows, mostRows } = constants;
  const shares = Array.from({ length: 101 }, (_, i) => i / 100);
  const rows = Array.from({ length: mostRows - fewestRows + 1 }, (_, i) => i + fewestRows);
  const readK = (/** @type {number} */ k) => (k ? String(k) : say("off"));
  const readP = (/** @type {number} */ p) => (p < 1 ? localised(String(p)) : say("off"));
  const stops = wholes(lab.model.get("_size"));
  return [
    slider(lab, "top_k", say("top-k"), stops, { whole: true, clamps: true, read: readK }),
    slider(lab, "top_p", say("top-p"), shares, { read: readP }),
    slider(lab, "top", say("tokens shown"), rows, { whole: true }),
  ];
}

/** What the bars' looks mean. */
function key() {
  const looks = [
    ["now", say("at this T")],
    ["ghost", say("at T = 1")],
    ["cut", say("cut off, as it was")],
    ["drawn", say("drawn")],
    ["whisker", say("one standard deviation")],
  ];
  return made("span", { class: "key" }, ...looks.map(([kind, words]) =>
    made("span", {}, made("i", { class: kind }), words)));
}

/**
 * Whole numbers from 0 to a size, sparser as they grow.
 * @param {number} size
 */
export function wholes(size) {
  const powers = Array.from({ length: 140 }, (_, i) => Math.round(20 * 1.08 ** i));
  return [...Array(20).keys(), ...powers.filter((n) => n < size), size].filter((n) => n <= size);
}

/** @param {Lab} lab */
function comparing(lab) {
  const box = made("input", { type: "checkbox" });
  const show = () => (box.checked = lab.model.get("compare") !== null);
  listen(lab, box, "change", () => {
    const other = lab.model.get("temperature") === 2 ? 0.5 : 2;
    move(lab, { compare: box.checked ? other : null });
    settle(lab);
  });
  follow(lab, ["compare"], show);
  show();
  return made("label", { class: "ticked" }, box, say("compare two temperatures"));
}

/**
 * Play: the temperature walks along its slider from where it is to the end.
 * @param {Lab} lab
 */
function playButton(lab) {
  const end = HEATS.length - 1;
  let frame = 0, along = 0;
  /** @type {number | undefined} */ let before;
  const step = (/** @type {number} */ now) => {
    along += ((now - (before ?? now)) / SWEEP) * end;
    before = now;
    move(lab, { temperature: HEATS[Math.min(Math.floor(along), end)] });
    if (along >= end) return stop();
    frame = requestAnimationFrame(step);
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    element.textContent = say("Play");
    settle(lab);
  };
  const press = () => {
    if (frame) return stop();
    along = nearest(HEATS, lab.model.get("temperature"));
    if (along >= end) along = 0;
    before = undefined;
    element.textContent = say("Pause");
    frame = requestAnimationFrame(step);
  };
  const title = say("let the temperature rise by itself");
  const element = button(lab, say("Play"), press, { title, class: "play" });
  lab.signal.addEventListener("abort", () => cancelAnimationFrame(frame));
  return element;
}
