// What the open head does, in four numbers; each leads to the head where it is highest.

import { numbers } from "../kit/bytes.js";
import { button } from "../kit/controls.js";
import { made } from "../kit/elements.js";
import { fixed, percent } from "../kit/numbers.js";
import { say } from "../kit/words.js";
import { scoreOf } from "../maths/attention.js";
import { openHead } from "./choose.js";

/** @import { Lab } from "../kit/lab.js" */
/** @import { View } from "./view.js" */

/**
 * A score on the page, with that of all heads.
 * @typedef {object} Card
 * @property {HTMLButtonElement} element
 * @property {HTMLElement} value
 * @property {HTMLElement} rank
 * @property {Float32Array} all
 * @property {string} unit
 */

/**
 * The scores of a lab: `element`, and `paint`.
 * @param {Lab} lab
 * @param {View} view
 */
export function scoresOf(lab, view) {
  const cards = kinds().map(([kind, name, meaning, unit]) => {
    const all = numbers(lab.model.get("_scores")[kind], Float32Array);
    const [, heads] = lab.model.get("_sizes");
    const value = made("b", {}), rank = made("span", { class: "quiet" });
    const jump = () => {
      const { layer, head } = scoreOf(all, heads, view.layer, view.head).best;
      openHead(lab, { layer, head });
    };
    const element = button(lab, "", jump, { title: meaning, "data-score": kind });
    element.append(made("span", {}, name), value, rank);
    return { element, value, rank, all, unit };
  });
  const note = lab.model.get("_is_own_text")
    ? say("This head, measured on this text. Press one to open the head that has most of it.")
    : say(
      "This head, measured on random tokens that come twice. Press one to open the head that has most of it.",
    );
  const buttons = cards.map((card) => card.element);
  const element = made("div", { class: "scores" }, made("p", {}, note), ...buttons);
  return { element, paint: () => cards.forEach((card) => paintScore(card, view)) };
}

/** Each score: its field, its name, what it means, and its unit. */
function kinds() {
  return [
    ["previous", say("previous"), say("looks at the token before"), "share"],
    ["first", say("first"), say("looks at the very first token"), "share"],
    ["induction", say("induction"), say("looks at what followed this token before"), "share"],
    ["entropy", say("entropy"), say("bits: how widely it looks"), "bits"],
  ];
}

/**
 * @param {Card} card
 * @param {View} view
 */
function paintScore({ element, value, rank, all, unit }, { layer, head, data }) {
  const score = scoreOf(all, data.heads, layer, head), isKnown = score.value >= 0;
  const bits = say("{bits} bits", { bits: fixed(score.value, 2) });
  const number = unit === "bits" ? bits : percent(score.value);
  value.textContent = isKnown ? number : "–";
  element.dataset.value = isKnown ? String(score.value) : "";
  element.disabled = !isKnown;
  element.classList.toggle("highest", isKnown && score.rank === 1);
  rank.textContent = isKnown ? rankWords(score.rank, all.length) : say("not in this text");
}

/**
 * @param {number | null} rank
 * @param {number} total
 */
function rankWords(rank, total) {
  if (rank === null) return say("mean of the layer");
  if (rank === 1) return say("highest of {total}", { total });
  return say("rank {rank} of {total}", { rank, total });
}
