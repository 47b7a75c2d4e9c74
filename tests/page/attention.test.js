// What Python packed comes out again, to a step: patterns, looks, scores.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  LEVELS, coarse, largest, lookOf, patternOf, scoreOf, unpacked,
} from "../../gpt_viz/page/maths/attention.js";
import fixture from "../fixtures/attention.json" with { type: "json" };

const windows = fixture.map((sent) => {
  const bytes = Uint8Array.from(Buffer.from(sent.bytes, "base64"));
  return { ...sent, data: unpacked(new DataView(bytes.buffer), sent.sizes, sent.stretch) };
});

/** Equal to a step; null stands for a weight that cannot be seen. */
function near(found, wanted) {
  if (wanted === null) return assert.ok(Number.isNaN(found), `${found} should be hidden`);
  assert.ok(Math.abs(found - wanted) <= 1 / LEVELS, `${found} is not ${wanted}`);
}

test("a window has the first token and its own", () => {
  for (const { data, columns } of windows) assert.deepEqual(data.columns, columns);
});

test("every weight of every pattern is Python's", () => {
  for (const { data, columns, patterns } of windows) {
    for (const { layer, head, hideFirst, rows } of patterns) {
      const { weights } = patternOf(data, layer, head, hideFirst);
      rows.flat().forEach((weight, i) => near(weights[i], weight));
      assert.equal(weights.length, rows.length * columns.length);
    }
  }
});

test("another head's pattern would be noticed", () => {
  const [{ data, patterns }] = windows;
  const { weights } = patternOf(data, 0, 1, false);
  assert.throws(() => patterns[0].rows.flat().forEach((weight, i) => near(weights[i], weight)));
});

test("a row with what lies before the window adds to 1", () => {
  for (const { data } of windows) {
    const { weights, earlier, width } = patternOf(data, 1, 0, false);
    for (let row = 0; row < data.count; row++) {
      const seen = weights.slice(row * width, (row + 1) * width).filter((weight) => weight >= 0);
      const sum = seen.reduce((a, b) => a + b, earlier[row]);
      assert.ok(Math.abs(sum - 1) <= width / LEVELS, `${sum} is not 1`); // each may miss half a step
    }
  }
});

test("a token's look is its row, or its column", () => {
  const [{ data, patterns: [{ rows }] }] = windows;
  const pattern = patternOf(data, 0, 0, false);
  lookOf(data, pattern, 5, false).forEach((weight, i) => near(weight, rows[5][i]));
  lookOf(data, pattern, 5, true).forEach((weight, i) => near(weight, rows[i][5]));
  assert.ok(lookOf(data, pattern, -1, false).every(Number.isNaN));
});

test("a thumbnail's rows add to 1 as the pattern's do", () => {
  const [{ data }] = windows;
  for (const side of [3, 9, 20]) {
    const cells = coarse(patternOf(data, 1, null, false), side);
    for (let y = 0; side <= 9 && y < side; y++) {
      const row = cells.slice(y * side, (y + 1) * side).filter((weight) => weight >= 0);
      near(row.reduce((a, b) => a + b, 0), 1);
    }
    assert.equal(cells.length, side * side);
  }
});

test("the largest come first, and what is hidden does not", () => {
  assert.deepEqual(largest(Float64Array.of(0.1, NaN, 0.5, 0, 0.5), 3), [2, 4, 0]);
});

test("a head has its rank among all, and the highest is known", () => {
  const [{ scores, ranks, sizes: [layers, heads] }] = windows;
  const all = Float32Array.from(scores);
  for (let at = 0; at < layers * heads; at++) {
    const { value, rank, best } = scoreOf(all, heads, Math.floor(at / heads), at % heads);
    assert.deepEqual([value, rank], [all[at], ranks[at]]);
    assert.equal(ranks[best.layer * heads + best.head], 1);
  }
  const mean = scoreOf(all, heads, 1, null);
  near(mean.value, (scores[3] + scores[4] + scores[5]) / 3);
  assert.equal(mean.rank, null);
});
