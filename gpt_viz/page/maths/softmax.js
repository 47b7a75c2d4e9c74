// The arithmetic of maths.py for the page: softmax at a temperature, top-k, top-p, entropy.
// All in float64, over the whole vocabulary, in the order of falling scores.

/**
 * What can be drawn: see `chances`.
 * @typedef {object} Chances
 * @property {number} temperature
 * @property {Float64Array} weights exp((score - largest) / T)
 * @property {number} sum of all weights
 * @property {number} byK how many of the first pass top-k
 * @property {number} kept how many of these pass top-p
 * @property {number} total of the weights that are kept
 * @property {number} bits the entropy of what can be drawn
 */

/** @typedef {{ temperature: number, topK?: number, topP?: number }} Knobs */

/**
 * All ids from the largest logit to the smallest, equal ones by id, and the logits so ordered.
 * @param {ArrayLike<number>} logits
 */
export function ranking(logits) {
  const ids = Uint32Array.from(logits, (_, id) => id);
  ids.sort((a, b) => logits[b] - logits[a] || a - b);
  return { ids, scores: Float64Array.from(ids, (id) => logits[id]) };
}

/**
 * What a temperature makes of falling scores, and what top-k and then top-p leave of it.
 * @param {Float64Array} scores
 * @param {Knobs} knobs
 * @returns {Chances}
 */
export function chances(scores, { temperature, topK = 0, topP = 1 }) {
  const weights = weighed(scores, temperature);
  const byK = passTopK(scores, topK);
  const among = added(weights, byK);
  const kept = topP < 1 ? passTopP(weights, byK, among, topP) : byK;
  const total = kept < byK ? added(weights, kept) : among;
  const sum = byK < weights.length ? added(weights, weights.length) : among;
  const bits = entropy(scores, weights, kept, total, temperature);
  return { temperature, weights, sum, byK, kept, total, bits };
}

/**
 * A token's probability, by its rank: 0 where it was cut.
 * @param {Chances} found
 * @param {number} rank
 */
export function probability(found, rank) {
  return rank < found.kept ? found.weights[rank] / found.total : 0;
}

/**
 * What a token's probability was before the cut.
 * @param {Chances} found
 * @param {number} rank
 */
export function uncut(found, rank) {
  return found.weights[rank] / found.sum;
}

/**
 * What all tokens from a rank on hold together.
 * @param {Chances} found
 * @param {number} rank
 */
export function beyond(found, rank) {
  let rest = 0;
  for (let i = Math.min(rank, found.kept); i < found.kept; i++) rest += found.weights[i];
  return rest / found.total;
}

/**
 * What they held together before the cut.
 * @param {Chances} found
 * @param {number} rank
 */
export function uncutBeyond(found, rank) {
  return Math.max(0, found.sum - added(found.weights, rank)) / found.sum;
}

/**
 * @param {Float64Array} scores
 * @param {number} temperature
 */
function weighed(scores, temperature) {
  const weights = new Float64Array(scores.length);
  for (let i = 0; i < scores.length; i++) {
    weights[i] = Math.exp(divided(scores[i] - scores[0], temperature));
  }
  return weights;
}

/**
 * A score's distance from the largest, divided by T: at T = 0 the limit, 0 or -Infinity.
 * @param {number} below
 * @param {number} temperature
 */
export function divided(below, temperature) {
  if (temperature > 0) return below / temperature;
  return below === 0 ? 0 : -Infinity;
}

/**
 * @param {Float64Array} weights
 * @param {number} count
 */
function added(weights, count) {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += weights[i];
  return sum;
}

/**
 * How many pass top-k: those that tie at its edge all do; -Infinity never can.
 * @param {Float64Array} scores
 * @param {number} topK
 */
function passTopK(scores, topK) {
  const edge = topK > 0 && topK < scores.length ? scores[topK - 1] : -Infinity;
  let count = scores.length;
  while (count > 0 && (scores[count - 1] < edge || scores[count - 1] === -Infinity)) count--;
  return count;
}

/**
 * How many of the first tokens reach a mass of at least top-p together; never none.
 * @param {Float64Array} weights
 * @param {number} count
 * @param {number} sum
 * @param {number} topP
 */
function passTopP(weights, count, sum, topP) {
  let mass = 0;
  for (let i = 0; i < count; i++) {
    mass += weights[i] / sum;
    if (mass >= topP) return i + 1;
  }
  return count;
}

/**
 * @param {Float64Array} scores
 * @param {Float64Array} weights
 * @param {number} kept
 * @param {number} total
 * @param {number} temperature
 */
function entropy(scores, weights, kept, total, temperature) {
  let mean = 0; // of the exponents
  for (let i = 0; i < kept && weights[i] > 0; i++) {
    mean += weights[i] * divided(scores[i] - scores[0], temperature);
  }
  return Math.max(0, Math.log2(total) - (mean / total) * Math.LOG2E);
}
