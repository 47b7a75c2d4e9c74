// Draws that depend on a seed and a round alone, and are those of gpt_viz.records.draws.choose:
// numpy's default_rng((seed, round)).random(), that is SeedSequence and PCG64 (O'Neill 2014).

/** @import { Chances } from "./softmax.js" */

const TURN = 0x2360ed051fc65da44385df649fccf645n;
const WORD = (1n << 64n) - 1n;
const LONG = (1n << 128n) - 1n;

/**
 * The random number from 0 up to 1 that belongs to a seed and a round, both below 2 ** 32.
 * @param {number} seed
 * @param {number} round
 */
export function drawNumber(seed, round) {
  const [a, b, c, d] = words64(seedPool([seed, round, 0, 0]));
  const step = ((((c << 64n) | d) << 1n) | 1n) & LONG;
  let state = (step + ((a << 64n) | b)) & LONG;
  for (let i = 0; i < 2; i++) state = (state * TURN + step) & LONG;
  const mixed = (state >> 64n) ^ (state & WORD);
  const turned = state >> 122n;
  const bits = ((mixed >> turned) | (mixed << (64n - turned))) & WORD;
  return Number(bits >> 11n) / 2 ** 53;
}

/**
 * SeedSequence's pool of four 32-bit words.
 * @param {number[]} words
 */
function seedPool(words) {
  const hash = hashing(0x43b0d7e5, 0x931e8875);
  const pool = Uint32Array.from(words, hash);
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) {
      if (from !== to) {
        const mixed = Math.imul(0xca01f9dd, pool[to]) - Math.imul(0x4973f715, hash(pool[from]));
        pool[to] = mixed ^ (mixed >>> 16);
      }
    }
  }
  return pool;
}

/**
 * The four 64-bit words that a pool gives to a generator.
 * @param {Uint32Array} pool
 */
function words64(pool) {
  const hash = hashing(0x8b51f9dd, 0x58f38ded);
  const parts = Array.from({ length: 8 }, (_, i) => BigInt(hash(pool[i % 4])));
  return [0, 2, 4, 6].map((i) => parts[i] | (parts[i + 1] << 32n));
}

/**
 * A hash of 32-bit words whose constant changes with each word.
 * @param {number} constant
 * @param {number} factor
 */
function hashing(constant, factor) {
  return (/** @type {number} */ word) => {
    const before = word ^ constant;
    constant = Math.imul(constant, factor);
    const hashed = Math.imul(before, constant);
    return (hashed ^ (hashed >>> 16)) >>> 0;
  };
}

/** @type {{ seed: number, numbers: number[] }} */
const worked = { seed: NaN, numbers: [] };

/**
 * The numbers of the first rounds of a seed; what was worked out once is kept.
 * @param {number} seed
 * @param {number} rounds
 */
function drawNumbers(seed, rounds) {
  if (seed !== worked.seed) Object.assign(worked, { seed, numbers: [] });
  const { numbers } = worked;
  while (numbers.length < rounds) numbers.push(drawNumber(seed, numbers.length));
  return numbers;
}

/**
 * The ranks that so many draws land on. At T = 0 nothing is drawn: the first is taken.
 * @param {Chances} found
 * @param {number} seed
 * @param {number} draws
 */
export function drawnRanks(found, seed, draws) {
  if (draws === 0 || found.temperature === 0) return new Uint32Array(draws);
  const ends = new Float64Array(found.kept);
  let last = 0, sum = 0;
  for (let i = 0; i < found.kept; i++) {
    sum += found.weights[i] / found.total;
    ends[i] = sum;
    if (found.weights[i] > 0) last = i;
  }
  const places = drawNumbers(seed, draws);
  return Uint32Array.from({ length: draws }, (_, i) => Math.min(land(ends, places[i] * sum), last));
}

/**
 * The first stretch that ends beyond a place, when the stretches are laid in a row.
 * @param {Float64Array} ends
 * @param {number} place
 */
function land(ends, place) {
  let low = 0, high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] > place) high = middle;
    else low = middle + 1;
  }
  return low;
}
