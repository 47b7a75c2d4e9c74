// What is known of all heads, as numbers, and what can be made of it. Nothing here knows the page.

import constants from "../constants.json" with { type: "json" };
import { numbers } from "../kit/bytes.js";

/**
 * A window of a text in all heads: see `Quantised` in quantised.py.
 * @typedef {object} Sent
 * @property {number} layers
 * @property {number} heads
 * @property {number} start
 * @property {number} stop
 * @property {number} count of the window's tokens
 * @property {number[]} columns the tokens that can be looked at: the first, and the window's
 * @property {number} perHead how many shares a head has
 * @property {Float32Array} rests
 * @property {Uint16Array} earlier
 * @property {Uint16Array} reach
 * @property {Uint16Array} shares
 */

/**
 * A head's weights: a row for each token of the window, NaN where there is nothing to see, and
 * each row's weight on what lies between the first token and the window.
 * @typedef {{ weights: Float64Array, earlier: Float64Array, width: number, count: number }} Pattern
 */

export const LEVELS = constants.levels; // steps of a share, from 0 to 1
const NOTHING_LEFT = 1e-6; // a row that rests all but so much on the first token has no rest to see

/**
 * What Python packed (quantised.py), as arrays. A window's columns are its tokens, after the first.
 * @param {DataView} bytes
 * @param {number[]} sizes layers and heads
 * @param {number[]} stretch the window's first token, and the one after its last
 * @returns {Sent}
 */
export function unpacked(bytes, [layers, heads], [start, stop]) {
  const { buffer } = numbers(bytes, Uint8Array);
  const count = stop - start, rows = layers * heads * count;
  const places = Array.from({ length: count }, (_, i) => start + i), skipped = start ? rows : 0;
  return {
    layers, heads, start, stop, count,
    columns: start ? [0, ...places] : places,
    perHead: (count * (count + 1)) / 2 - (start ? 0 : count),
    rests: new Float32Array(buffer, 0, rows),
    earlier: new Uint16Array(buffer, 4 * rows, skipped), // none where the text begins
    reach: new Uint16Array(buffer, 4 * rows + 2 * skipped, layers * count),
    shares: new Uint16Array(buffer, 4 * rows + 2 * skipped + 2 * layers * count),
  };
}

/**
 * The pattern of a head, or with `head` null the mean of a layer's heads. With `hideFirst`, the
 * first token is left out and the rest of each row scaled up to 1.
 * @param {Sent} data
 * @param {number} layer
 * @param {number | null} head
 * @param {boolean} hideFirst
 * @returns {Pattern}
 */
export function patternOf(data, layer, head, hideFirst) {
  const { count, columns, start } = data, width = columns.length;
  const weights = new Float64Array(count * width).fill(NaN), earlier = new Float64Array(count);
  const heads = head === null ? Array.from({ length: data.heads }, (_, i) => i) : [head];
  for (let row = 0; row < count; row++) {
    const rest = summed(data, layer, heads, row, weights, earlier);
    const scale = hideFirst ? (rest > NOTHING_LEFT ? 1 / rest : NaN) : 1;
    const first = data.reach[layer * count + row];
    for (let i = 0; i <= row + (start ? 1 : 0); i++) {
      const at = row * width + i;
      weights[at] = columns[i] < first ? NaN : weights[at] * scale;
    }
    weights[row * width] = hideFirst || first > 0 ? NaN : 1 - rest;
    earlier[row] *= scale;
  }
  return { weights, earlier, width, count };
}

/**
 * Add up a row of several heads, as their mean; gives the part that the first token leaves.
 * @param {Sent} data
 * @param {number} layer
 * @param {number[]} heads
 * @param {number} row
 * @param {Float64Array} weights
 * @param {Float64Array} earlier
 */
function summed(data, layer, heads, row, weights, earlier) {
  const { count, start, rests, shares, columns } = data, width = columns.length;
  const low = Math.max(1, start), length = start + row + 1 - low, skip = width - count + low - start;
  const begin = (row * (row + 1)) / 2 - (start ? 0 : row);
  let all = 0;
  weights.fill(0, row * width, row * width + skip + length);
  for (const head of heads) {
    const place = (layer * data.heads + head) * count + row;
    const rest = rests[place] / heads.length, scale = rest / LEVELS;
    const from = (layer * data.heads + head) * data.perHead + begin;
    for (let i = 0; i < length; i++) weights[row * width + skip + i] += scale * shares[from + i];
    earlier[row] += scale * (data.earlier[place] ?? 0);
    all += rest;
  }
  return all;
}

/**
 * What one token looks at, or who looks at it: a weight for each of the columns' tokens, NaN where
 * there is none.
 * @param {Sent} data
 * @param {Pattern} pattern
 * @param {number} position
 * @param {boolean} lookedAt
 */
export function lookOf(data, pattern, position, lookedAt) {
  const { columns, count, start } = data, { weights, width } = pattern;
  const look = new Float64Array(width).fill(NaN);
  const row = position - start, column = columns.indexOf(position);
  for (let i = 0; i < width; i++) {
    const other = columns[i] - start; // the row of the token in this column
    if (!lookedAt && row >= 0 && row < count) look[i] = weights[row * width + i];
    if (lookedAt && column >= 0 && other >= 0) look[i] = weights[other * width + column];
  }
  return look;
}

/**
 * A pattern in `side` x `side` cells, for a thumbnail: where a cell holds several, columns are
 * added and rows averaged, so that rows go on adding up to 1. NaN where there is nothing to see.
 * @param {Pattern} pattern
 * @param {number} side
 */
export function coarse({ weights, count, width }, side) {
  const cells = new Float64Array(side * side).fill(NaN);
  const edge = (/** @type {number} */ i, /** @type {number} */ size) => Math.floor((i * size) / side);
  for (let y = 0; y < side; y++) {
    const top = edge(y, count), bottom = Math.max(top + 1, edge(y + 1, count));
    for (let x = 0; x < side; x++) {
      const left = edge(x, width), right = Math.max(left + 1, edge(x + 1, width));
      let sum = 0, seen = false;
      for (let row = top; row < bottom; row++) {
        for (let at = row * width + left; at < row * width + right; at++) {
          if (weights[at] >= 0) (sum += weights[at]), (seen = true);
        }
      }
      if (seen) cells[y * side + x] = sum / (bottom - top);
    }
  }
  return cells;
}

/**
 * The places of the largest numbers of an array, the largest first; NaN has no place.
 * @param {Float64Array} values
 * @param {number} most
 */
export function largest(values, most) {
  const places = Array.from(values.keys()).filter((i) => values[i] > 0);
  return places.sort((i, j) => values[j] - values[i] || i - j).slice(0, most);
}

/**
 * A head's score among all heads': its value, its rank from 1, and who is highest. With `head`
 * null the value is the mean of the layer's heads, which has no rank.
 * @param {Float32Array} all one after the other, layer by layer
 * @param {number} heads in a layer
 * @param {number} layer
 * @param {number | null} head
 */
export function scoreOf(all, heads, layer, head) {
  const own = all.subarray(layer * heads, (layer + 1) * heads);
  const value = head === null ? own.reduce((a, b) => a + b, 0) / heads : own[head];
  let best = 0;
  all.forEach((one, i) => (best = one > all[best] ? i : best));
  return {
    value,
    rank: head === null ? null : 1 + all.filter((one) => one > value).length,
    best: { layer: Math.floor(best / heads), head: best % heads, value: all[best] },
  };
}
