// Softmax, top-k and top-p are those of maths.py.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  beyond, chances, probability, ranking, uncut, uncutBeyond,
} from "../../gpt_viz/page/maths/softmax.js";
import fixture from "../fixtures/chances.json" with { type: "json" };

const { ids, scores } = ranking(fixture.logits);

function near(found, wanted) {
  assert.ok(Math.abs(found - wanted) < 1e-9, `${found} is not ${wanted}`);
}

test("the order is that of falling logits, equal ones by id", () => {
  assert.deepEqual([...ids.slice(0, 5)], [0, 3, 6, 2, 4]);
  assert.deepEqual([...scores], [...scores].toSorted((a, b) => b - a));
});

test("every probability, every cut and the entropy are Python's", () => {
  for (const { probabilities, kept, bits, ...knobs } of fixture.cases) {
    const found = chances(scores, knobs);
    ids.forEach((id, rank) => {
      near(probability(found, rank), probabilities[id]);
      assert.equal(rank < found.kept, kept[id], JSON.stringify(knobs));
    });
    near(found.bits, bits);
  }
});

test("a wrong probability would be noticed", () => {
  const [first] = fixture.cases;
  const warmer = chances(scores, { ...first, temperature: 0.5 });
  assert.throws(() => near(probability(warmer, 0), first.probabilities[0]));
});

test("what has no row is counted, before and after the cut", () => {
  const knobs = { temperature: 1, topK: 4, topP: 1 };
  const [found, whole] = [chances(scores, knobs), chances(scores, { temperature: 1 })];
  for (let top = 1; top <= ids.length; top++) {
    const rows = Array.from({ length: top }, (_, rank) => rank);
    near(rows.reduce((sum, rank) => sum + probability(found, rank), beyond(found, top)), 1);
    near(rows.reduce((sum, rank) => sum + uncut(found, rank), uncutBeyond(found, top)), 1);
    near(uncutBeyond(found, top), beyond(whole, top));
  }
});

test("what can never be chosen is not", () => {
  const found = chances(ranking([1, -Infinity, 1]).scores, { temperature: 1 });
  assert.equal(found.kept, 2);
  assert.equal(probability(found, 0), 0.5);
});
