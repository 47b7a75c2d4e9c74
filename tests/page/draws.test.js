// A draw belongs to its seed and its round, and is the one that Python makes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawnRanks, drawNumber } from "../../gpt_viz/page/maths/draws.js";
import { chances, ranking } from "../../gpt_viz/page/maths/softmax.js";
import fixture from "../fixtures/draws.json" with { type: "json" };

test("the numbers are numpy's", () => {
  for (const [seed, round, number] of fixture.numbers) assert.equal(drawNumber(seed, round), number);
});

test("as many of each token are drawn as in Python", () => {
  const { ids, scores } = ranking(fixture.logits);
  for (const { counts, seed, ...knobs } of fixture.counts) {
    const found = new Array(ids.length).fill(0);
    const draws = counts.reduce((a, b) => a + b, 0);
    for (const rank of drawnRanks(chances(scores, knobs), seed, draws)) found[ids[rank]] += 1;
    assert.deepEqual(found, counts);
  }
});

test("more draws go on where fewer ended, whatever was drawn in between", () => {
  const found = chances(ranking(fixture.logits).scores, { temperature: 2 });
  const many = drawnRanks(found, 5, 50);
  drawnRanks(found, 6, 10);
  assert.deepEqual(drawnRanks(found, 5, 20), many.slice(0, 20));
  assert.notDeepEqual(drawnRanks(found, 6, 50), many);
});
