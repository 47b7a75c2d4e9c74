// What is seen, in sentences.

import { fixed, percent } from "../kit/numbers.js";
import { listed, say } from "../kit/words.js";
import { largest } from "../maths/attention.js";

/** @import { View } from "./view.js" */

const NAMED = 4; // so many tokens are named in a sentence

/**
 * Which head is open, as a title.
 * @param {{ layer: number, head: number | null }} place
 */
export function headWords({ layer, head }) {
  if (head === null) return say("Layer {layer}, the mean of its heads", { layer });
  return say("Layer {layer}, head {head}", { layer, head });
}

/**
 * What a click on a head does.
 * @param {{ layer: number, head: number | null }} place
 */
export function openWords({ layer, head }) {
  if (head === null) return say("open layer {layer}, the mean of its heads", { layer });
  return say("open layer {layer}, head {head}", { layer, head });
}

/**
 * What is seen: of the cell under the pointer, or of the token that is read.
 * @param {View} view
 */
export function viewWords(view) {
  const { data, hover, read, tokens, hideFirst } = view;
  if (read === null) return say("Point at a token, or choose one: its weights are the shades.");
  if (!hover?.isCell && !data.columns.includes(read)) {
    return say("“{token}” is not among these tokens.", { token: tokens[read] });
  }
  const words = hover?.isCell ? cellWords(view) : tokenWords(view);
  return hideFirst ? say("Without the first token: {words}", { words }) : words;
}

/** @param {View} view */
function tokenWords(view) {
  const { data, pattern, look, lookedAt, tokens, threshold } = view, read = Number(view.read);
  const all = largest(look, data.columns.length);
  const seen = all.filter((i) => look[i] >= threshold);
  if (seen.length === 0) return nothingWords(view, all.length);
  const parts = seen.slice(0, NAMED).map((i) =>
    say("“{token}” {share}", { token: tokens[data.columns[i]], share: percent(look[i]) }));
  if (seen.length > NAMED) parts.push(say("and {count} more", { count: seen.length - NAMED }));
  const hidden = all.length - seen.length;
  const before = lookedAt ? 0 : pattern.earlier[read - data.start];
  if (hidden) parts.push(say("and {count} below the threshold", { count: hidden }));
  const values = { token: tokens[read], tokens: listed(parts), share: percent(before) };
  if (lookedAt) return say("“{token}” is looked at by {tokens}.", values);
  return before > 0
    ? say("“{token}” looks at {tokens}; {share} goes to tokens between the first and these.", values)
    : say("“{token}” looks at {tokens}.", values);
}

/**
 * Why no token is shaded for the one that is read, which has so many weights.
 * @param {View} view
 * @param {number} weights
 */
function nothingWords({ data, read, lookedAt, hideFirst, threshold, tokens }, weights) {
  const token = tokens[Number(read)];
  const share = percent(threshold);
  if (weights) return say("“{token}” has no weight of {share} or more.", { token, share });
  if (hideFirst && lookedAt && read === 0) return say("“{token}” is left out.", { token });
  if (!lookedAt && Number(read) < data.start) {
    return say("“{token}” looked before these tokens.", { token });
  }
  return hideFirst && !lookedAt
    ? say("“{token}” looks at nothing else.", { token })
    : say("“{token}” has no weight here.", { token });
}

/** @param {View} view */
function cellWords({ data, pattern, hover, tokens, hideFirst }) {
  const row = Number(hover?.row), column = Number(hover?.column);
  const weight = pattern.weights[(row - data.start) * pattern.width + data.columns.indexOf(column)];
  const names = { token: tokens[row], other: tokens[column] };
  const share = `${fixed(100 * weight, 2)} %`;
  if (weight >= 0) return say("“{token}” looks at “{other}”: {share}.", { ...names, share });
  return hideFirst && column === 0
    ? say("“{token}” looks at “{other}”, which is left out.", names)
    : say("“{token}” may not look at “{other}”.", names);
}
