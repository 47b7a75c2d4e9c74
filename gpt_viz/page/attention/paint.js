// Canvases, and the colours of weights: they follow the page's theme.

import { made } from "../kit/elements.js";

/** @import { Lab } from "../kit/lab.js" */

/** @typedef {"ink" | "paper" | "quiet" | "faint" | "chosen" | "masked" | "half" | "full"} Name */

/**
 * The theme's colours as the page computes them, and for each weight a shade, an ink that can be
 * read on it, and the shade as the bytes of a canvas. `key` changes with the colours.
 * @typedef {Record<Name, string> & {
 *   font: string, shades: string[], inks: string[], pixels: Uint32Array, key: string,
 * }} Colours
 */

/** @type {Name[]} */
const NAMES = ["ink", "paper", "quiet", "faint", "chosen", "masked", "half", "full"];
const SHADE_NAMES = ["paper", "half", "full"]; // weights of 0, a half and 1
const STEPS = 255;

/**
 * The colours of a lab, in the theme that the page has now.
 * @param {Lab} lab
 * @returns {Colours}
 */
export function coloursOf(lab) {
  const probe = made("i", { hidden: true });
  lab.root.append(probe);
  const found = Object.fromEntries(NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  }));
  const font = getComputedStyle(probe).getPropertyValue("--mono");
  probe.remove();
  const stops = SHADE_NAMES.map((name) => channels(found[name]));
  const shades = Array.from({ length: STEPS + 1 }, (_, i) => mixed(stops, i / STEPS));
  return /** @type {Colours} */ ({
    ...found,
    font,
    shades: shades.map((shade) => `rgb(${shade.join()})`),
    inks: shades.map((shade) => readableOn(shade, [found.ink, found.paper])),
    pixels: Uint32Array.from([...shades, channels(found.masked)].map(pixelOf)),
    key: NAMES.map((name) => found[name]).join(),
  });
}

/** @param {string} colour */
function channels(colour) {
  return [...colour.matchAll(/[\d.]+/g)].slice(0, 3).map(Number);
}

/**
 * @param {number[][]} stops
 * @param {number} weight
 */
function mixed([none, half, full], weight) {
  const [from, to] = weight < 0.5 ? [none, half] : [half, full];
  const part = weight < 0.5 ? 2 * weight : 2 * weight - 1;
  return from.map((channel, i) => Math.round(channel + part * (to[i] - channel)));
}

/**
 * An opaque colour as the bytes of a canvas, red first.
 * @param {number[]} colour
 */
function pixelOf([red, green, blue]) {
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0];
}

/**
 * The number of a weight's shade; one more than all of them where there is no weight.
 * @param {number} weight
 */
export function shadeOf(weight) {
  return weight >= 0 ? Math.round(STEPS * Math.min(1, weight)) : STEPS + 1;
}

/**
 * Of two inks the one that can be read better on a shade (WCAG 2.2).
 * @param {number[]} shade
 * @param {string[]} inks
 */
function readableOn(shade, inks) {
  const ground = luminance(shade);
  const contrasts = inks.map((ink) => {
    const light = luminance(channels(ink));
    return (Math.max(light, ground) + 0.05) / (Math.min(light, ground) + 0.05);
  });
  return contrasts[0] >= contrasts[1] ? inks[0] : inks[1];
}

/**
 * How light a colour is, from 0 to 1 (WCAG 2.2).
 * @param {number[]} colour
 */
function luminance(colour) {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Weights as an image, one pixel each; what is below the threshold is blank.
 * @param {Float64Array} weights
 * @param {number} width
 * @param {number} height
 * @param {Colours} colours
 */
export function shaded(weights, width, height, { pixels }, threshold = 0) {
  const image = made("canvas", { width, height }), painted = new Uint32Array(width * height);
  for (let i = 0; i < painted.length; i++) {
    painted[i] = pixels[shadeOf(weights[i] < threshold ? 0 : weights[i])];
  }
  const data = new ImageData(new Uint8ClampedArray(painted.buffer), width, height);
  penOf(image).putImageData(data, 0, 0);
  return image;
}

/**
 * Make a canvas so large (in CSS pixels), sharp on this screen and blank; gives its pen.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function sized(canvas, width, height) {
  const ratio = devicePixelRatio, pen = penOf(canvas);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.imageSmoothingEnabled = false;
  return pen;
}

/**
 * What draws on a canvas.
 * @param {HTMLCanvasElement} canvas
 */
export function penOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}
