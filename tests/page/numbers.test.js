// How numbers are written and read: what Python says, and what Python does not write.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  count, logStops, misfit, nearest, percent, plain, powers, share, typed,
} from "../../gpt_viz/page/kit/numbers.js";
import { wholes } from "../../gpt_viz/page/temperature/controls.js";
import { HEATS } from "../../gpt_viz/page/temperature/values.js";
import fixture from "../fixtures/numbers.json" with { type: "json" };

test("percentages are Python's", () => {
  for (const [p, text] of fixture.percent) assert.equal(percent(p), text);
});

test("shares have the digits that Python gives them", () => {
  for (const [p, text] of fixture.share) assert.equal(share(p), text);
});

test("what is typed is read as Python reads it", () => {
  for (const [text, value] of fixture.typed) {
    const read = typed(text);
    assert.equal(Number.isNaN(read) ? null : read, value, `“${text}”`);
  }
});

test("the temperature stops where Python says", () => {
  assert.deepEqual(HEATS, fixture.labStops);
  assert.equal(HEATS.length, new Set(HEATS).size);
  assert.ok(Math.abs(HEATS.indexOf(1) / (HEATS.length - 1) - 0.5) < 0.05); // half of the way
});

test("stops are evenly spaced powers", () => {
  assert.deepEqual(logStops(15, 4, 16), [0, 1, 3, 7, 15]);
});

test("a slider of whole numbers has the ends, and each small one", () => {
  const stops = wholes(50_257);
  assert.deepEqual(stops.slice(0, 21), [...Array(21).keys()]);
  assert.equal(stops.at(-1), 50_257);
  assert.deepEqual(stops, stops.toSorted((a, b) => a - b));
});

test("the nearest stop", () => {
  assert.deepEqual([-1, 0.4, 0.6, 9].map((value) => nearest([0, 1, 2], value)), [0, 0, 1, 2]);
});

test("numbers for reading", () => {
  assert.deepEqual(
    [0, 1, -2.5, 1234567, 0.00001234, -Infinity, 9999.6, 12.345678].map((value) => plain(value)),
    ["0", "1", "−2.5", "1.23 × 10⁶", "1.23 × 10⁻⁵", "−∞", "10000", "12.35"],
  );
  assert.equal(powers(-1.26e-12, 2), "−1.3 × 10⁻¹²");
  assert.equal(count(50257), "50,257");
});

test("a text that is no such number is told apart, with advice for a comma", () => {
  assert.equal(
    misfit("top-p", "0,5", 0, 1),
    "top-p must be a number from 0 to 1, got “0,5”: write 0.5",
  );
  assert.equal(misfit("top-p", "2", 0, 1), "top-p must be a number from 0 to 1, got “2”");
  assert.equal(
    misfit("top-k", "-1", 0, 50257, true),
    "top-k must be a whole number from 0 to 50,257, got “-1”",
  );
  const shortened = `x must be a number from 0 to 1, got “${"9".repeat(40)}”`;
  assert.equal(misfit("x", "9".repeat(99), 0, 1), shortened);
});
