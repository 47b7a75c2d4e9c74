// What is said: whole sentences, in the language of the catalogue; and what labs say of a view.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import * as attention from "../../gpt_viz/page/attention/words.js";
import catalogue from "../../gpt_viz/page/kit/catalogue.json" with { type: "json" };
import { percent, share } from "../../gpt_viz/page/kit/numbers.js";
import { listed, localised, say, sayMany, sentences } from "../../gpt_viz/page/kit/words.js";
import { chances, ranking } from "../../gpt_viz/page/maths/softmax.js";
import * as temperature from "../../gpt_viz/page/temperature/words.js";

function speak(language, messages = {}) {
  Object.assign(catalogue, { language, messages });
}

beforeEach(() => speak("en"));

test("fields are filled in, and numbers are written as one reads them", () => {
  const values = { name: "a {b} 1.5", whole: 12345, part: 0.12345, id: String(12345) };
  const said = say("{name}: {whole}, {part}, {id} {{x}}", values);
  assert.equal(said, "a {b} 1.5: 12,345, 0.123, 12345 {x}");
  assert.throws(() => say("{name}"), /no value for \{name\} in: \{name\}/);
});

test("a sentence comes in the language of the catalogue, its numbers too", () => {
  speak("de", { "{n} of {m}": ["{m}, davon {n}"], ", ": [" und "] });
  assert.equal(say("{n} of {m}", { n: 1234, m: 0.5 }), "0,5, davon 1.234");
  assert.equal(say("not translated"), "not translated");
  assert.equal(listed(["a", "b"]), "a und b");
  assert.equal(localised("1,234.5"), "1.234,5");
  assert.deepEqual([percent(0.1234), share(1e-7)], ["12,3 %", "1,0 × 10⁻⁵ %"]);
});

test("the number chooses the plural form", () => {
  const tokens = (count) => sayMany("{count} token", "{count} tokens", count);
  assert.deepEqual([0, 1, 2, 1000].map(tokens), ["0 tokens", "1 token", "2 tokens", "1,000 tokens"]);
  speak("ru", { "{count} token": ["{count} токен", "{count} токена", "{count} токенов"] });
  assert.deepEqual([1, 3, 5, 21].map(tokens), ["1 токен", "3 токена", "5 токенов", "21 токен"]);
  speak("ja", { "{count} token": ["トークン {count} 個"] });
  assert.deepEqual([1, 2].map(tokens), ["トークン 1 個", "トークン 2 個"]);
  speak("fr", { "{count} token": ["{count} jeton", "{count} jetons"] });
  assert.deepEqual([0, 1, 2].map(tokens), ["0 jeton", "1 jeton", "2 jetons"]);
  assert.match(tokens(1_000_000), /jetons$/);
});

test("sentences stand in a row, empty ones are left out", () => {
  assert.equal(sentences("One.", "", "Two."), "One. Two.");
});

// --- a view of a temperature ---------------------------------------------------------------------

function viewOf({ logits = [2, 1, 0, -1], drawn, came, ...knobs } = {}) {
  const ranked = ranking(logits), names = logits.map((_, i) => `t${i}`);
  const { temperature: t = 1, topK = 0, topP = 1 } = knobs;
  const found = chances(ranked.scores, { temperature: t, topK, topP });
  return { ...ranked, names, found, topK, topP, top: 3, drawn, came };
}

test("a temperature, and what 0 means", () => {
  const said = [0, 0.25, 1].map(temperature.temperatureWords);
  assert.deepEqual(said, ["T = 0 (greedy)", "T = 0.25", "T = 1"]);
});

test("bars in words", () => {
  const said = "T = 1: “t0” 64.4 %, “t1” 23.7 %, “t2” 8.71 %; entropy 1.37 bits, " +
    "tokens that can be drawn: 4; not shown: 3.21 %.";
  assert.equal(temperature.viewsWords([viewOf()]), said);
  const two = temperature.viewsWords([viewOf(), viewOf({ temperature: 0 })]);
  assert.ok(two.startsWith(`${said} Compared with: T = 0 (greedy): “t0” 100 %`));
});

test("what came is ranked", () => {
  assert.equal(temperature.foreseenWords([viewOf()]), "");
  const views = [viewOf({ came: 1 }), viewOf({ came: 1, temperature: 0 })];
  assert.equal(temperature.foreseenWords([views[0]]), "The text goes on with “t1”: rank 2, 23.7 %.");
  assert.equal(temperature.foreseenWords(views), "The text goes on with “t1”: rank 2, 23.7 % and 0 %.");
});

test("draws in words", () => {
  const drawn = { draws: 100, counts: Uint32Array.of(64, 24, 9), others: 3, last: 1 };
  assert.equal(temperature.drawsWords([viewOf()]), "no draws yet");
  const one = "100 drawn; last: “t1”, 4 of 4 rows end within their whisker";
  assert.equal(temperature.drawsWords([viewOf({ drawn })]), one);
  const cold = viewOf({ drawn: { ...drawn, last: 0 }, temperature: 0 });
  assert.equal(
    temperature.drawsWords([viewOf({ drawn: { ...drawn, draws: 3 } }), cold]),
    "3 drawn; T = 1: last: “t1”; " +
      "T = 0 (greedy): last: “t0”, as always: greedy leaves nothing to chance",
  );
  const most = temperature.drawsWords([viewOf({ drawn: { ...drawn, draws: 10_000 } })]);
  assert.ok(most.startsWith("10,000 drawn, the most that there are; "));
});

test("cuts fall after their rows", () => {
  const cut = (rows, knobs) => temperature.cutWords(rows, viewOf(knobs));
  assert.deepEqual([1, 2, 3].map((rows) => cut(rows, { topK: 2 })), ["", "top-k 2", ""]);
  assert.equal(cut(1, { topK: 2, topP: 0.5 }), "top-p 0.5");
  assert.equal(cut(4, { topK: 4 }), "");
});

// --- a view of a head ----------------------------------------------------------------------------

const DATA = { columns: [0, 1, 2], start: 0, count: 3 };
const WEIGHTS = Float64Array.of(1, NaN, NaN, 0.75, 0.25, NaN, 0.5, 0.05, 0.45);

function headOf(more = {}) {
  const pattern = { weights: WEIGHTS, earlier: new Float64Array(3), width: 3, count: 3 };
  const read = more.read === undefined ? 2 : more.read;
  const look = WEIGHTS.slice(3 * read, 3 * read + 3);
  const rest = { lookedAt: false, hideFirst: false, threshold: 0, hover: null };
  return { data: DATA, pattern, tokens: ["a", "b", "c"], look, ...rest, ...more, read };
}

test("which head is open", () => {
  assert.equal(attention.headWords({ layer: 1, head: 2 }), "Layer 1, head 2");
  assert.equal(attention.headWords({ layer: 1, head: null }), "Layer 1, the mean of its heads");
  assert.equal(attention.openWords({ layer: 1, head: null }), "open layer 1, the mean of its heads");
});

test("whom a token looks at", () => {
  const said = (more) => attention.viewWords(headOf(more));
  assert.equal(said({}), "“c” looks at “a” 50.0 %, “c” 45.0 %, “b” 5.0 %.");
  const hidden = "“c” looks at “a” 50.0 %, “c” 45.0 %, and 1 below the threshold.";
  assert.equal(said({ threshold: 0.1 }), hidden);
  assert.equal(said({ threshold: 0.6 }), "“c” has no weight of 60.0 % or more.");
  assert.equal(said({ lookedAt: true }).slice(0, 20), "“c” is looked at by ");
  assert.equal(said({ hideFirst: true }).slice(0, 42), "Without the first token: “c” looks at “a” ");
  assert.equal(said({ read: null }), "Point at a token, or choose one: its weights are the shades.");
  assert.equal(said({ read: 2, data: { ...DATA, columns: [0, 1] } }), "“c” is not among these tokens.");
});

test("a cell under the pointer", () => {
  const said = (row, column, more) =>
    attention.viewWords(headOf({ hover: { row, column, isCell: true }, read: row, ...more }));
  assert.equal(said(1, 0), "“b” looks at “a”: 75.00 %.");
  assert.equal(said(0, 1), "“a” may not look at “b”.");
  const pattern = { weights: WEIGHTS.with(3, NaN), width: 3 };
  assert.equal(
    said(1, 0, { pattern, hideFirst: true }),
    "Without the first token: “b” looks at “a”, which is left out.",
  );
});
