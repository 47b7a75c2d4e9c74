// All heads at a glance: one canvas, a row for each layer, and at its end the mean of its heads.

import { listen, made } from "../kit/elements.js";
import { say } from "../kit/words.js";
import { coarse, patternOf } from "../maths/attention.js";
import { openHead } from "./choose.js";
import { shaded, sized } from "./paint.js";
import { openWords } from "./words.js";

/** @import { Lab } from "../kit/lab.js" */
/** @import { View } from "./view.js" */
/** @typedef {CanvasRenderingContext2D} Pen */

/**
 * The wall as it was painted last: `sheet` has the thumbnails with their layer and head, `waiting`
 * says which are out of date, `side` is how large they are.
 * @typedef {object} Wall
 * @property {Lab} lab
 * @property {View} view
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLElement} caption
 * @property {[HTMLCanvasElement, number, number | null][]} sheet
 * @property {number[]} waiting
 * @property {string} key
 * @property {number} side
 */

const GAP = 3; // pixels between thumbnails
const ROOM = 26; // for the numbers above and at the left
const MEAN = 12; // between the heads and their mean
const SIDES = [9, 64]; // of a thumbnail, at least and at most
const TIME = 8; // milliseconds of a frame in which thumbnails are drawn

/**
 * The wall of a lab: `element`, and `paint` for when something changed.
 * @param {Lab} lab
 * @param {View} view
 */
export function wallOf(lab, view) {
  const name = say("all heads: the arrow keys open one");
  const canvas = made("canvas", { tabindex: 0, role: "application", "aria-label": name });
  const caption = made("p", { class: "quiet" });
  const element = made("div", { class: "wall" }, canvas, caption);
  /** @type {Wall} */
  const wall = { lab, view, canvas, caption, sheet: [], waiting: [], key: "", side: SIDES[0] };
  const under = (/** @type {any} */ event) => headAt(wall, event.offsetX, event.offsetY);
  listen(lab, canvas, "pointermove", (event) => {
    const place = under(event);
    canvas.style.cursor = place ? "pointer" : "";
    caption.textContent = place ? openWords(place) : captionOf(wall);
  });
  listen(lab, canvas, "pointerleave", () => (caption.textContent = captionOf(wall)));
  listen(lab, canvas, "click", (event) => {
    const place = under(event);
    if (place) openHead(lab, place);
  });
  listen(lab, canvas, "keydown", (event) => {
    const place = stepped(wall, event.key);
    if (place) event.preventDefault(), openHead(lab, place);
  });
  return { element, paint: () => paintWall(wall) };
}

/** @param {Wall} wall */
function captionOf({ view }) {
  const { layers, heads } = view.data;
  return say("{layers} layers × {heads} heads, and the mean of each layer", { layers, heads });
}

/**
 * Where an arrow key leads to from the head that is open.
 * @param {Wall} wall
 * @param {string} key
 */
function stepped({ lab, view }, key) {
  const { layers, heads } = view.data, layer = lab.model.get("layer");
  const column = lab.model.get("head") ?? heads;
  /** @type {Record<string, number[]>} */
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  /** @type {Record<string, number[]>} */
  const ends = {
    Home: [layer, 0], End: [layer, heads], PageUp: [0, column], PageDown: [layers - 1, column],
  };
  const [down, right] = steps[key] ?? [];
  const [y, x] = ends[key] ?? [layer + down, column + right];
  if (!(y >= 0 && y < layers && x >= 0 && x <= heads)) return key in steps ? { layer } : null;
  return { layer: y, head: x === heads ? null : x };
}

/**
 * The upper left corner of a thumbnail.
 * @param {Wall} wall
 * @param {number} layer
 * @param {number | null} head
 * @returns {[number, number]}
 */
function cornerOf({ view, side }, layer, head) {
  const step = side + GAP, column = head ?? view.data.heads;
  return [ROOM + column * step + (head === null ? MEAN : 0), ROOM + layer * step];
}

/**
 * @param {Wall} wall
 * @param {number} x
 * @param {number} y
 */
function headAt(wall, x, y) {
  const { layers, heads } = wall.view.data, step = wall.side + GAP;
  const layer = Math.floor((y - ROOM) / step);
  const column = Math.floor((x - ROOM) / step);
  const isMean = x >= cornerOf(wall, 0, null)[0] && x < cornerOf(wall, 0, null)[0] + wall.side;
  if (layer < 0 || layer >= layers || column < 0 || !(isMean || column < heads)) return null;
  return { layer, head: isMean ? null : column };
}

/**
 * The thumbnails are drawn once for each window and setting; a head change moves the frame.
 * @param {Wall} wall
 */
function paintWall(wall) {
  const { view, canvas } = wall, { layers, heads } = view.data;
  const width = canvas.parentElement?.clientWidth || 320;
  const fits = Math.floor((width - ROOM - MEAN - 8) / (heads + 1)) - GAP;
  wall.side = Math.max(SIDES[0], Math.min(SIDES[1], fits));
  drawThumbnails(wall);
  const [right, bottom] = cornerOf(wall, layers, null);
  const pen = sized(canvas, right + wall.side + 8, bottom);
  wall.sheet.forEach(([image, layer, head]) => {
    pen.drawImage(image, ...cornerOf(wall, layer, head), wall.side, wall.side);
  });
  numberHeads(wall, pen);
  const [x, y] = cornerOf(wall, view.layer, view.head);
  pen.strokeStyle = view.colours.chosen;
  pen.lineWidth = 2.5;
  pen.strokeRect(x - 1.5, y - 1.5, wall.side + 3, wall.side + 3);
  if (!canvas.matches(":hover")) wall.caption.textContent = captionOf(wall);
}

/**
 * Draw what thumbnails are out of date: some in this frame, and the rest in those that follow.
 * @param {Wall} wall
 */
function drawThumbnails(wall) {
  const { view, side } = wall, { data, colours } = view, columns = data.heads + 1;
  const key = [view.dataKey, view.hideFirst, colours.key, side, devicePixelRatio].join();
  if (key !== wall.key) wall.waiting = Array.from({ length: data.layers * columns }, (_, i) => i);
  wall.key = key;
  const pixels = Math.max(1, Math.round(side * devicePixelRatio)), end = performance.now() + TIME;
  while (wall.waiting.length && performance.now() < end) {
    const i = Number(wall.waiting.shift()), layer = Math.floor(i / columns);
    const head = i % columns < data.heads ? i % columns : null;
    const cells = coarse(patternOf(data, layer, head, view.hideFirst), pixels);
    wall.sheet[i] = [shaded(cells, pixels, pixels, colours), layer, head];
  }
  if (wall.waiting.length) requestAnimationFrame(() => view.ask());
}

/**
 * The numbers of layers and heads, as many as there is room for.
 * @param {Wall} wall
 * @param {Pen} pen
 */
function numberHeads(wall, pen) {
  const { view, side } = wall, { layers, heads } = view.data;
  const every = Math.ceil(20 / (side + GAP)), middle = side / 2;
  pen.fillStyle = view.colours.quiet;
  pen.font = `11px ${view.colours.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (let head = 0; head < heads; head += every) {
    pen.fillText(String(head), cornerOf(wall, 0, head)[0] + middle, ROOM - 10);
  }
  pen.fillText(say("mean"), cornerOf(wall, 0, null)[0] + middle, ROOM - 10);
  for (let layer = 0; layer < layers; layer += every) {
    pen.fillText(String(layer), ROOM - 12, cornerOf(wall, layer, 0)[1] + middle);
  }
}
