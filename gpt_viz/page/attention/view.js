// What all parts of an attention lab show, read once for each picture.

import { lookOf, patternOf, unpacked } from "../maths/attention.js";
import { coloursOf } from "./paint.js";
import { viewWords } from "./words.js";

/** @import { Lab } from "../kit/lab.js" */
/** @import { Pattern, Sent } from "../maths/attention.js" */
/** @import { Colours } from "./paint.js" */

/**
 * The cell, or the token, that the pointer is on.
 * @typedef {{ row: number | null, column: number | null, isCell?: boolean }} Cell
 */

/**
 * @typedef {object} View
 * @property {string[]} tokens of the whole text
 * @property {Cell | null} hover
 * @property {DataView} bytes
 * @property {Sent} data
 * @property {number} dataKey changes with the window
 * @property {Colours} colours
 * @property {boolean} isStale whether the colours are to be read again
 * @property {number} layer
 * @property {number | null} head null is the mean of the layer's heads
 * @property {number | null} position the chosen token
 * @property {boolean} lookedAt
 * @property {boolean} hideFirst
 * @property {number} threshold
 * @property {Pattern} pattern
 * @property {string} patternKey
 * @property {number | null} read the token whose weights are shown
 * @property {Float64Array} look its weights, one for each column
 * @property {string} words
 * @property {string} said
 * @property {() => void} ask for a painting
 */

/**
 * A view that has still to be refreshed.
 * @param {Lab} lab
 * @returns {View}
 */
export function begun(lab) {
  const tokens = lab.model.get("_tokens");
  const nothing = { hover: null, isStale: true, dataKey: 0, patternKey: "", said: "" };
  return /** @type {View} */ ({ ...nothing, tokens, ask: () => {} });
}

/**
 * Read what the traits say now; what did not change is kept.
 * @param {Lab} lab
 * @param {View} view
 */
export function refresh(lab, view) {
  const get = (/** @type {string} */ name) => lab.model.get(name);
  if (view.bytes !== get("_weights")) {
    view.bytes = get("_weights");
    view.data = unpacked(view.bytes, get("_sizes"), get("_stretch"));
    view.dataKey += 1;
  }
  if (view.isStale) view.colours = coloursOf(lab);
  view.isStale = false;
  [view.layer, view.head, view.position] = [get("layer"), get("head"), get("position")];
  [view.lookedAt, view.hideFirst] = [get("looked_at"), get("hide_first")];
  view.threshold = get("threshold");
  const { data, dataKey, layer, head, hideFirst } = view, key = [dataKey, layer, head, hideFirst].join();
  if (key !== view.patternKey) view.pattern = patternOf(data, layer, head, hideFirst);
  view.patternKey = key;
  view.read = view.hover ? view.hover[view.lookedAt ? "column" : "row"] : view.position;
  view.look = lookOf(view.data, view.pattern, view.read ?? -1, view.lookedAt);
  view.words = viewWords(view);
}
