// Buttons that draw tokens, and the seed that the draws belong to.

import constants from "../constants.json" with { type: "json" };
import { button, slider } from "../kit/controls.js";
import { made } from "../kit/elements.js";
import { move, settle } from "../kit/lab.js";
import { say } from "../kit/words.js";

/** @import { Lab } from "../kit/lab.js" */

const MANY = 1000;

/**
 * The controls of the draws, with what came of them at their end.
 * @param {Lab} lab
 * @param {HTMLElement} tally
 */
export function drawing(lab, tally) {
  const { mostDraws, mostSeed } = constants;
  const set = (/** @type {number} */ draws) => {
    move(lab, { draws: Math.min(mostDraws, draws) });
    settle(lab);
  };
  const more = (/** @type {number} */ n) => () => set(lab.model.get("draws") + n);
  const seeds = Array.from({ length: mostSeed + 1 }, (_, i) => i);
  return made("div", { class: "drawing" },
    button(lab, say("Draw once"), more(1)),
    button(lab, say("Draw {count}", { count: MANY }), more(MANY)),
    button(lab, say("Clear"), () => set(0)),
    slider(lab, "seed", say("seed"), seeds, { whole: true }), tally);
}
