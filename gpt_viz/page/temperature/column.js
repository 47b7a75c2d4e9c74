// One temperature: its title and measures, its bars, and the arithmetic of one token.

import { made } from "../kit/elements.js";
import { move, settle } from "../kit/lab.js";
import { count, fixed, plain, share } from "../kit/numbers.js";
import { say, sayMany } from "../kit/words.js";
import { divided, probability } from "../maths/softmax.js";
import { barList } from "./bars.js";
import { drawable, tied } from "./values.js";
import { temperatureWords, tokenWords } from "./words.js";

/** @import { Lab } from "../kit/lab.js" */
/** @import { View } from "./values.js" */

/**
 * The column of a temperature: `element`, and `paint`, which hides it where there is no view.
 * @param {Lab} lab
 * @param {string} trait
 */
export function column(lab, trait) {
  const title = made("h4", {});
  const measures = made("div", { class: "measures" });
  const steps = made("div", { class: "steps" });
  const bars = barList(lab, (token) => {
    if (token !== lab.model.get("token")) (move(lab, { token }), settle(lab));
  });
  const parts = [title, measures, bars.element, steps];
  const element = made("div", { class: "column", "data-trait": trait }, ...parts);
  const paint = (/** @type {View | undefined} */ view) => {
    element.hidden = !view;
    if (!view) return;
    title.textContent = temperatureWords(view.found.temperature);
    fillMeasures(measures, view);
    bars.paint(view);
    fillSteps(steps, view);
  };
  return { element, paint };
}

/**
 * @param {HTMLElement} list
 * @param {View} view
 */
function fillMeasures(list, view) {
  const { found, ids, scores } = view, choices = 2 ** found.bits, ties = tied(scores);
  const number = choices < 1000 ? plain(choices, 3) : count(Math.round(choices));
  const open = number === "1" ? say("1 choice") : say("{number} equal choices", { number });
  const favourite = ties > 1
    ? sayMany("{count} ties for the top", "{count} tie for the top", ties)
    : say("favourite");
  const [drawn, size] = [drawable(view), ids.length];
  /** @type {[string, string, string, number][]} */
  const rows = [
    ["entropy", say("entropy"), say("{bits} bits", { bits: fixed(found.bits, 2) }), found.bits],
    ["choices", say("as hard to guess as"), open, choices],
    ["favourite", favourite, tokenWords(view, 0), probability(found, 0)],
    ["drawable", say("can be drawn"), say("{drawable} of {size}", { drawable: drawn, size }), drawn],
  ];
  list.replaceChildren(...rows.map(([key, name, words, value]) =>
    pair({ "data-measure": key, "data-value": String(value) }, name, words)));
}

/**
 * One token's way from its logit to its probability, with the numbers of every step.
 * @param {HTMLElement} strip
 * @param {View} view
 */
function fillSteps(strip, view) {
  const { found, ids, names, scores, token } = view;
  const rank = ids.indexOf(token), below = scores[rank] - scores[0], t = found.temperature;
  const p = probability(found, rank), total = plain(found.total);
  const sum = found.kept < ids.length
    ? say("÷ sum of the {count} kept, {total}", { count: found.kept, total })
    : say("÷ sum of all, {total}", { total });
  const logit = plain(scores[0], 5);
  const division = t > 0 ? say("÷ T = {temperature}", { temperature: plain(t) }) : "T → 0";
  /** @type {[string, string, number][]} */
  const steps = [
    [say("logit"), plain(scores[rank], 5), scores[rank]],
    [say("− largest, {logit}", { logit }), plain(below), below],
    [division, plain(divided(below, t)), divided(below, t)],
    [say("exp"), plain(found.weights[rank]), found.weights[rank]],
    [sum, rank >= found.kept ? say("cut: 0 %") : share(p), p],
  ];
  strip.replaceChildren(
    made("b", { class: "name" }, names[token]),
    ...steps.map(([how, words, value]) => pair({ "data-step": String(value) }, how, words)),
  );
}

/**
 * A quiet name, and what it names below it.
 * @param {Record<string, string>} data
 * @param {string} name
 * @param {string} words
 */
function pair(data, name, words) {
  return made("div", data, made("span", { class: "quiet" }, name), made("span", {}, words));
}
