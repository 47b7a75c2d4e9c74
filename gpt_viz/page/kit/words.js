// What is said to the user: whole sentences, with English as the key. words.py's twin.
//
// `make words` finds them, as long as each is one plain string. The sentences of the user's
// language come with the bundle; without one (in node) they are English.

import catalogue from "./catalogue.json" with { type: "json" };

/**
 * How a language writes numbers, and which plural forms it has for whole ones.
 * @typedef {{ decimal: string, group: string, plural: Intl.PluralRules, kinds: string[] }} Marks
 */

const KINDS = ["zero", "one", "two", "few", "many", "other"]; // in the order of a catalogue's forms

/** @type {Map<string, Marks>} */
const known = new Map();

/**
 * A sentence in the user's language, with its fields filled in. Whole numbers are written 1,234
 * and others with three digits that matter, in the language's way.
 * @param {string} sentence
 * @param {Record<string, unknown>} [values]
 */
export function say(sentence, values = {}) {
  return filled(messages()[sentence]?.[0] || sentence, values);
}

/**
 * `one` or `many`, as a count and the language's plural forms ask; `{count}` is the number.
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @param {Record<string, unknown>} [values]
 */
export function sayMany(one, many, count, values = {}) {
  const forms = messages()[one] ?? [];
  const { plural, kinds } = marks();
  const place = Math.min(kinds.indexOf(plural.select(count)), forms.length - 1);
  const sentence = forms.at(place) || (count === 1 ? one : many);
  return filled(sentence, { count, ...values });
}

/**
 * Names or phrases one after the other: a, b, c.
 * @param {string[]} parts
 */
export function listed(parts) {
  return parts.join(say(", "));
}

/**
 * Whole sentences one after the other; empty ones are left out.
 * @param {...string} parts
 */
export function sentences(...parts) {
  return parts.filter(Boolean).join(say(" "));
}

/**
 * A number that stands as 1,234.5, with the language's own marks.
 * @param {string} number
 */
export function localised(number) {
  const { decimal, group } = marks();
  return number.replace(/[.,]/g, (mark) => (mark === "." ? decimal : group));
}

/**
 * @param {string} sentence
 * @param {Record<string, unknown>} values
 */
function filled(sentence, values) {
  return sentence.replace(/\{\{|\}\}|\{(\w+)\}/g, (field, name) => {
    if (name === undefined) return field[0];
    if (!(name in values)) throw new Error(`no value for ${field} in: ${sentence}`);
    return written(values[name]);
  });
}

/** @param {unknown} value */
function written(value) {
  if (typeof value !== "number") return String(value);
  const text = Number.isInteger(value) ? value.toLocaleString("en") : Number(value.toPrecision(3));
  return localised(String(text));
}

/**
 * Each sentence with its translation, or with one for each plural form.
 * @returns {Record<string, string[]>}
 */
function messages() {
  return catalogue.messages;
}

/** The marks of the language that is spoken. */
function marks() {
  const code = catalogue.language;
  const found = known.get(code) ?? marksOf(code);
  known.set(code, found);
  return found;
}

/**
 * @param {string} code
 * @returns {Marks}
 */
function marksOf(code) {
  const form = new Intl.NumberFormat(code, { useGrouping: "always", numberingSystem: "latn" });
  const parts = form.formatToParts(12345.6);
  const mark = (/** @type {string} */ type) => parts.find((part) => part.type === type)?.value ?? "";
  const plural = new Intl.PluralRules(code);
  const met = new Set(Array.from({ length: 200 }, (_, i) => plural.select(i)));
  const kinds = KINDS.filter((kind) => met.has(/** @type {Intl.LDMLPluralRule} */ (kind)));
  return { decimal: mark("decimal"), group: mark("group"), plural, kinds };
}
