// AttentionLab: all heads of a text, one of them large, and the text shaded by a token's weights.

import { listen, made } from "../kit/elements.js";
import { initialize } from "../kit/hearing.js";
import { opened, repainted, voice } from "../kit/lab.js";
import { fixed } from "../kit/numbers.js";
import { say } from "../kit/words.js";
import { LEVELS } from "../maths/attention.js";
import { choice, controls, windows } from "./controls.js";
import { scoresOf } from "./scores.js";
import { tableOf } from "./table.js";
import { textOf } from "./text.js";
import { begun, refresh } from "./view.js";
import { wallOf } from "./wall.js";
import { headWords } from "./words.js";

/** @import { Lab, Model } from "../kit/lab.js" */
/** @import { Cell, View } from "./view.js" */

const SHOWN = ["layer", "head", "position", "looked_at", "hide_first", "threshold", "_weights"];

/** @param {{ model: Model, el: HTMLElement }} given */
function render({ model, el }) {
  const lab = opened(model, el, say("attention lab")), speak = voice(lab);
  lab.root.classList.add("attention");
  const view = begun(lab);
  const point = (/** @type {Cell | null} */ cell) => ((view.hover = cell), view.ask());
  const title = titleOf(view), scores = scoresOf(lab, view);
  const wall = wallOf(lab, view), table = tableOf(lab, view, point);
  const text = textOf(lab, view, point);
  lab.root.append(
    made("div", { class: "top" }, title.element, ...controls(lab)),
    made(
      "div", { class: "panes" },
      made("div", {}, wall.element, scores.element), made("div", {}, table.element, text.words),
    ),
    made("div", { class: "reading" }, choice(lab), ...windows(lab)),
    text.tokens,
    legend(),
  );
  const paint = () => {
    const isClosed = !model.get("_weights").byteLength;
    if (isClosed || !lab.root.clientWidth) return; // or it is not on the page
    refresh(lab, view);
    for (const part of [title, scores, wall, table, text]) part.paint();
    const said = say("{head}: {words}", { head: headWords(view), words: view.words });
    if (view.said && view.said !== said && !view.hover) speak(said);
    if (!view.hover) view.said = said;
  };
  view.ask = repainted(lab, SHOWN, paint);
  watch(lab, () => ((view.isStale = true), view.ask()));
  return lab.end;
}

/**
 * Call `act` when the lab changes its size or the page its theme.
 * @param {Lab} lab
 * @param {() => void} act
 */
function watch(lab, act) {
  // JupyterLab hides a notebook and shows it again within the frame in which its theme changes.
  // What was to be painted then was not, and the observer of sizes saw nothing: so once more, a
  // frame later.
  const soon = () => (act(), requestAnimationFrame(() => requestAnimationFrame(act)));
  const sizes = new ResizeObserver(act), themes = new MutationObserver(soon);
  sizes.observe(lab.root);
  themes.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  listen(lab, matchMedia("(prefers-color-scheme: dark)"), "change", act);
  lab.signal.addEventListener("abort", () => (sizes.disconnect(), themes.disconnect()));
}

/** @param {View} view */
function titleOf(view) {
  const element = made("h4", {});
  return { element, paint: () => void (element.textContent = headWords(view)) };
}

/** What the shades mean; pointed at, how exact the numbers are. */
function legend() {
  const step = say("weights come in steps of {step} %", { step: fixed(100 / LEVELS, 4) });
  return made(
    "p", { class: "quiet legend", title: step },
    say("rows look, each adds to 100 %"), " · ", say("columns are looked at"),
    " · 0 % ", made("i", { class: "scale" }), " 100 % · ",
    made("i", { class: "sand" }), " ", say("not allowed, or left out"),
  );
}

export default { initialize, render };
