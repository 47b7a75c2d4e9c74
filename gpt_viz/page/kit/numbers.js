// How numbers are written, and read from what was typed.

import { localised, say } from "./words.js";

const RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A probability for reading, with no false 0 and 1: the text of Python's `percent`.
 * @param {number} p
 */
export function percent(p) {
  if (p > 0 && p < 0.001) return localised("< 0.1 %");
  if (p >= 0.9995 && p < 1 - 1e-9) return localised("> 99.9 %");
  return localised(`${(100 * p).toFixed(1)} %`);
}

/**
 * A probability with the digits that it has: three that matter, and no false 0 or 100 %.
 * @param {number} p
 */
export function share(p) {
  if (p === 0) return "0 %";
  if (p === 1) return "100 %";
  if (p > 0.9995) return localised(1 - p < 5e-9 ? "> 99.999999 %" : `${nines(1 - p)} %`);
  return `${p >= 1e-5 ? localised((100 * p).toPrecision(3)) : powers(100 * p, 2)} %`;
}

/**
 * 100 less a small share, with as many digits as tell it from 100.
 * @param {number} missing
 */
function nines(missing) {
  return (100 - 100 * missing).toFixed(Math.max(1, -Math.floor(Math.log10(100 * missing))));
}

/**
 * A number with so many digits that matter, and without powers of ten where they can be spared.
 * @param {number} value
 */
export function plain(value, digits = 4) {
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  const size = Math.abs(value);
  if (size > 0 && (size < 1e-4 || size >= 1e6)) return powers(value, 3);
  const text = size >= 10 ** digits ? value.toFixed(0) : String(Number(value.toPrecision(digits)));
  return localised(text.replace("-", "−"));
}

/**
 * A number as 1.2 × 10⁻⁷.
 * @param {number} value
 * @param {number} digits
 */
export function powers(value, digits) {
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  const raised = power.replace("+", "").replace(/[-\d]/g, (sign) => RAISED["-0123456789".indexOf(sign)]);
  return `${localised(mantissa.replace("-", "−"))} × 10${raised}`;
}

/**
 * A number with so many digits after the point.
 * @param {number} value
 * @param {number} digits
 */
export function fixed(value, digits) {
  return localised(value.toFixed(digits));
}

/**
 * A whole number as 1,234.
 * @param {number} number
 */
export function count(number) {
  return localised(number.toLocaleString("en"));
}

/**
 * The place of the stop that is nearest to a value.
 * @param {number[]} stops
 * @param {number} value
 */
export function nearest(stops, value) {
  let best = 0;
  stops.forEach((stop, i) => {
    if (Math.abs(stop - value) < Math.abs(stops[best] - value)) best = i;
  });
  return best;
}

/**
 * `steps` + 1 numbers from 0 to `high`, finer near 0: high * (spread ** x - 1) / (spread - 1).
 * @param {number} high
 * @param {number} steps
 * @param {number} spread
 */
export function logStops(high, steps, spread) {
  const at = (/** @type {number} */ x) => (high * (spread ** x - 1)) / (spread - 1);
  return Array.from({ length: steps + 1 }, (_, i) => at(i / steps));
}

/**
 * The number that was typed; NaN where it is none. It may be written as it is printed: 10,000.
 * @param {string} text
 */
export function typed(text) {
  const plain = unsigned(text);
  const isGrouped = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(plain);
  return plain === "" ? NaN : Number(isGrouped ? plain.replaceAll(",", "") : plain);
}

/**
 * What is wrong with a text that should be a number of this range, in words.
 * @param {string} name
 * @param {string} text
 * @param {number} low
 * @param {number} high
 * @param {boolean} [whole]
 */
export function misfit(name, text, low, high, whole) {
  const number = unsigned(text).replace(",", ".");
  const values = { name, low, high, text: text.slice(0, 40), number };
  if (whole) return say("{name} must be a whole number from {low} to {high}, got “{text}”", values);
  return /^-?\d*,\d+$/.test(unsigned(text))
    ? say("{name} must be a number from {low} to {high}, got “{text}”: write {number}", values)
    : say("{name} must be a number from {low} to {high}, got “{text}”", values);
}

/**
 * A text with the minus of a keyboard for the minus of print.
 * @param {string} text
 */
function unsigned(text) {
  return text.trim().replace("−", "-");
}
