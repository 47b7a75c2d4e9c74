// What is to be shown: scores of the vocabulary in, everything that T, top-k and top-p do out.

import constants from "../constants.json" with { type: "json" };
import { numbers } from "../kit/bytes.js";
import { logStops } from "../kit/numbers.js";
import { drawnRanks } from "../maths/draws.js";
import { chances, ranking } from "../maths/softmax.js";

/** @import { Model } from "../kit/lab.js" */
/** @import { Chances } from "../maths/softmax.js" */

/** @typedef {{ ids: Uint32Array, scores: Float64Array, atOne: Chances }} Ranked */

/**
 * How often each row's token was drawn, the others', and the rank of the last token drawn.
 * @typedef {{ draws: number, counts: Uint32Array, others: number, last: number }} Drawn
 */

/**
 * What one temperature makes of the scores after one token of the text.
 * @typedef {object} View
 * @property {string} heading
 * @property {string[]} names of all tokens, by id
 * @property {Uint32Array} ids from the largest score to the smallest
 * @property {Float64Array} scores in the same order
 * @property {Chances} found what can be drawn
 * @property {Chances} atOne the same at T = 1, with nothing cut off
 * @property {number} topK
 * @property {number} topP
 * @property {number} top how many have a row
 * @property {boolean} log
 * @property {number} token the id whose arithmetic is shown
 * @property {number} [came] the id that came next in the text
 * @property {Drawn} [drawn]
 */

/** The stops of a temperature: half of the way belongs to 0 to 1, and the left end is exactly 0. */
export const HEATS = heats();

function heats() {
  const stops = logStops(constants.hottest, 200, constants.spread);
  return [...new Set(stops.map((t) => Number(t.toFixed(t < 0.1 ? 3 : 2))))];
}

/**
 * Gives what is to be shown now, one view for each temperature; what stays is kept.
 * @param {Model} model
 */
export function reader(model) {
  const names = new TextDecoder().decode(numbers(model.get("_names"), Uint8Array)).split("\n");
  /** @type {Float32Array} */ let logits;
  /** @type {Ranked} */ let ranked;
  /** @type {number | undefined} */ let at;
  /** @type {DataView} */ let sent;
  return () => {
    if (sent !== model.get("_logits")) {
      [sent, at] = [model.get("_logits"), undefined];
      logits = numbers(sent, Float32Array);
    }
    const row = model.get("position") - model.get("_window").first;
    if (row !== at && logits[row * names.length] !== undefined) {
      at = row;
      const order = ranking(logits.subarray(row * names.length, (row + 1) * names.length));
      ranked = { ...order, atOne: chances(order.scores, { temperature: 1 }) };
    }
    const heats = [model.get("temperature"), model.get("compare")].filter((t) => t !== null);
    return heats.map((temperature) => viewed(model, names, ranked, Number(at), temperature));
  };
}

/**
 * @param {Model} model
 * @param {string[]} names
 * @param {Ranked} ranked
 * @param {number} row of the window
 * @param {number} temperature
 * @returns {View}
 */
function viewed(model, names, ranked, row, temperature) {
  const [topK, topP, top] = ["top_k", "top_p", "top"].map((name) => model.get(name));
  const found = chances(ranked.scores, { temperature, topK, topP });
  const { headings, came } = model.get("_window");
  const [draws, seed] = [model.get("draws"), model.get("seed")];
  return {
    ...ranked, names, found, topK, topP, top,
    log: model.get("log"),
    heading: headings[row],
    came: came[row],
    token: ranked.ids.includes(model.get("token")) ? model.get("token") : ranked.ids[0],
    drawn: draws > 0 ? tallied(found, top, seed, draws) : undefined,
  };
}

/**
 * @param {Chances} found
 * @param {number} top
 * @param {number} seed
 * @param {number} draws
 * @returns {Drawn}
 */
function tallied(found, top, seed, draws) {
  const ranks = drawnRanks(found, seed, draws);
  const counts = new Uint32Array(top);
  for (const rank of ranks) if (rank < top) counts[rank]++;
  const others = draws - counts.reduce((a, b) => a + b, 0);
  return { draws, counts, others, last: ranks[draws - 1] };
}

/**
 * How many share the largest score.
 * @param {Float64Array} scores
 */
export function tied(scores) {
  let ties = 1;
  while (scores[ties] === scores[0]) ties++;
  return ties;
}

/**
 * How many tokens a draw can bring: at T = 0 only those at the top.
 * @param {View} view
 */
export function drawable({ found, scores }) {
  return found.temperature > 0 ? found.kept : Math.min(found.kept, tied(scores));
}
