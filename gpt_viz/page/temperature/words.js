// What is seen, in sentences.

import constants from "../constants.json" with { type: "json" };
import { fixed, plain, share } from "../kit/numbers.js";
import { listed, localised, say, sayMany, sentences } from "../kit/words.js";
import { beyond, probability } from "../maths/softmax.js";
import { drawable } from "./values.js";

/** @import { View } from "./values.js" */

const ENOUGH = 30; // draws, before their scatter tells anything

/**
 * A temperature, and what 0 means.
 * @param {number} temperature
 */
export function temperatureWords(temperature) {
  if (temperature === 0) return say("T = 0 (greedy)");
  return say("T = {temperature}", { temperature: plain(temperature) });
}

/**
 * How well the token that came in the text was foreseen; nothing where the text ends.
 * @param {View[]} views
 */
export function foreseenWords([{ came, ids, names, found }, second]) {
  if (came === undefined) return "";
  const place = ids.indexOf(came);
  const values = { token: names[came], rank: place + 1, share: share(probability(found, place)) };
  if (!second) return say("The text goes on with “{token}”: rank {rank}, {share}.", values);
  const other = share(probability(second.found, place));
  const both = { ...values, other };
  return say("The text goes on with “{token}”: rank {rank}, {share} and {other}.", both);
}

/**
 * All that is seen, for people who cannot see it.
 * @param {View[]} views
 */
export function viewsWords([first, second]) {
  return sentences(
    viewWords(first),
    second ? say("Compared with: {bars}", { bars: viewWords(second) }) : "",
  );
}

/** @param {View} view */
function viewWords(view) {
  const { found, ids, top } = view;
  const best = [0, 1, 2].filter((rank) => rank < ids.length);
  const values = {
    temperature: temperatureWords(found.temperature),
    tokens: listed(best.map((rank) => tokenWords(view, rank))),
    bits: fixed(found.bits, 2),
    drawable: drawable(view),
    share: share(beyond(found, top)),
  };
  return say(
    "{temperature}: {tokens}; entropy {bits} bits, tokens that can be drawn: {drawable}; not shown: {share}.",
    values,
  );
}

/**
 * A token and its probability.
 * @param {View} view
 * @param {number} rank
 */
export function tokenWords({ found, ids, names }, rank) {
  const token = names[ids[rank]];
  return say("“{token}” {share}", { token, share: share(probability(found, rank)) });
}

/**
 * Which cuts fall after so many rows.
 * @param {number} rows
 * @param {View} view
 */
export function cutWords(rows, { found, topK, topP, ids }) {
  const cuts = [];
  const [k, p] = [String(topK), localised(String(topP))];
  if (topK > 0 && found.byK === rows && rows < ids.length) cuts.push(say("top-k {k}", { k }));
  if (topP < 1 && found.kept === rows && rows < found.byK) cuts.push(say("top-p {p}", { p }));
  return listed(cuts);
}

/**
 * How many draws were made, and what came of them at each temperature.
 * @param {View[]} views
 */
export function drawsWords(views) {
  const draws = views[0].drawn?.draws;
  if (!draws) return say("no draws yet");
  const many = draws < constants.mostDraws
    ? sayMany("{count} drawn", "{count} drawn", draws)
    : say("{count} drawn, the most that there are", { count: draws });
  const each = views.map((view) => {
    const [temperature, outcome] = [temperatureWords(view.found.temperature), outcomeWords(view)];
    return views.length > 1 ? say("{temperature}: {outcome}", { temperature, outcome }) : outcome;
  });
  return [many, ...each].join(say("; "));
}

/**
 * The last token drawn, and how many rows came near to theory, of those that are left to chance.
 * @param {View} view
 */
function outcomeWords({ drawn, found, names, ids, top }) {
  if (!drawn) return "";
  const token = names[ids[drawn.last]];
  if (found.temperature === 0) {
    return say("last: “{token}”, as always: greedy leaves nothing to chance", { token });
  }
  const { draws, counts, others } = drawn;
  if (draws < ENOUGH) return say("last: “{token}”", { token });
  const shares = Array.from(counts, (times, rank) => [probability(found, rank), times]);
  if (ids.length > top) shares.push([beyond(found, top), others]);
  const open = shares.filter(([p]) => p > 0 && p < 1);
  const near = open.filter(([p, n]) => {
    return Math.abs(n - p * draws) <= Math.sqrt(draws * p * (1 - p)) + 1e-9; // one standard deviation
  });
  const values = { token, near: near.length, open: open.length };
  return say("last: “{token}”, {near} of {open} rows end within their whisker", values);
}
