// One head large: its tokens as rows, which look, and as columns, which are looked at.

import { listen, made } from "../kit/elements.js";
import { choose } from "./choose.js";
import { leftOf, paintChosen, paintNames } from "./edges.js";
import { penOf, shaded, shadeOf, sized } from "./paint.js";

/** @import { Lab } from "../kit/lab.js" */
/** @import { Cell, View } from "./view.js" */
/** @typedef {CanvasRenderingContext2D} Pen */

/**
 * The table as it was painted last, in CSS pixels.
 * @typedef {object} Table
 * @property {View} view
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLElement} element
 * @property {string[]} names
 * @property {number} key the window that the names are of
 * @property {number} room for names
 * @property {number} cell its side
 * @property {number} gap between the first token and the window
 * @property {number} bottom where the cells end
 */

const CELLS = [1, 40]; // pixels of a cell, at least and at most
const TOP = 8; // pixels above, for half a name
const LETTERS = 12; // of a token's name at the edge
const NUMBERS = 26; // pixels from which on a cell has its number
const LINES = 10; // and its own frame

/**
 * The table of a lab: `element`, and `paint`. `point` gets the cell that the pointer is on.
 * @param {Lab} lab
 * @param {View} view
 * @param {(cell: Cell | null) => void} point
 */
export function tableOf(lab, view, point) {
  const canvas = made("canvas", { role: "img" });
  const element = made("div", { class: "table" }, canvas);
  /** @type {Table} */
  const table = { view, canvas, element, names: [], key: 0, room: 0, cell: 1, gap: 0, bottom: 0 };
  listen(lab, canvas, "pointermove", (event) => point(cellAt(table, event.offsetX, event.offsetY)));
  listen(lab, canvas, "pointerleave", () => point(null));
  listen(lab, canvas, "click", (event) => {
    const cell = cellAt(table, event.offsetX, event.offsetY);
    if (cell) choose(lab, view.lookedAt ? cell.column : cell.row);
  });
  return { element, paint: () => paintTable(table) };
}

/**
 * The cell in this place: the tokens whose row and column meet there.
 * @param {Table} table
 * @param {number} x
 * @param {number} y
 * @returns {Cell | null}
 */
function cellAt({ view, room, cell, gap }, x, y) {
  const row = Math.floor((y - TOP) / cell), { data } = view;
  const left = x - room;
  const column = gap && left >= cell ? Math.floor((left - gap) / cell) : Math.floor(left / cell);
  if (row < 0 || row >= data.count || left < 0 || !(column < data.columns.length)) return null;
  return { row: data.start + row, column: data.columns[column], isCell: true };
}

/** @param {Table} table */
function paintTable(table) {
  const { view, canvas, element } = table, { data } = view;
  const width = data.columns.length, pen = penOf(canvas), size = data.count > 40 ? 10 : 12;
  if (table.key !== view.dataKey) measure(table, pen, size);
  table.gap = data.start ? 8 : 0; // between the first token and the window
  const fits = (element.clientWidth - table.room - table.gap - 2) / width, ratio = devicePixelRatio;
  table.cell = Math.min(CELLS[1], Math.max(CELLS[0], Math.floor(fits * ratio) / ratio));
  table.bottom = table.cell * data.count;
  const right = table.room + table.gap + width * table.cell;
  sized(canvas, right + 3, TOP + table.bottom + table.room);
  canvas.setAttribute("aria-label", view.words);
  pen.translate(0, TOP);
  paintCells(table, pen);
  paintNames(table, pen, size);
  paintChosen(table, pen);
}

/**
 * The names at the edges, and the room that the longest one takes.
 * @param {Table} table
 * @param {Pen} pen
 * @param {number} size
 */
function measure(table, pen, size) {
  const { view } = table;
  table.names = view.data.columns.map((place) => shortened(view.tokens[place]));
  pen.font = `${size}px ${view.colours.font}`;
  table.room = 10 + Math.ceil(Math.max(...table.names.map((name) => pen.measureText(name).width)));
  table.key = view.dataKey;
}

/**
 * @param {Table} table
 * @param {Pen} pen
 */
function paintCells(table, pen) {
  const { view, cell, bottom } = table, { data, pattern, colours, threshold } = view;
  const { weights, width } = pattern;
  const image = shaded(weights, width, data.count, colours, threshold);
  if (table.gap) pen.drawImage(image, 0, 0, 1, data.count, table.room, 0, cell, bottom);
  const from = table.gap ? 1 : 0, left = leftOf(table, from);
  pen.drawImage(image, from, 0, width - from, data.count, left, 0, (width - from) * cell, bottom);
  if (cell >= LINES) paintLines(table, pen);
  if (cell >= NUMBERS) paintNumbers(table, pen);
}

/**
 * @param {Table} table
 * @param {Pen} pen
 */
function paintLines(table, pen) {
  const { view, cell, bottom } = table, { data, colours } = view;
  pen.fillStyle = colours.paper;
  for (let i = 0; i <= data.columns.length; i++) pen.fillRect(leftOf(table, i) - 1, 0, 1, bottom);
  const [left, right] = [table.room, leftOf(table, data.columns.length)];
  for (let i = 0; i <= data.count; i++) pen.fillRect(left, i * cell - 1, right - left, 1);
}

/**
 * @param {Table} table
 * @param {Pen} pen
 */
function paintNumbers(table, pen) {
  const { view, cell } = table, { pattern, colours, threshold } = view;
  pen.font = `11px ${colours.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pattern.weights.forEach((weight, i) => {
    if (!(weight >= threshold)) return;
    const column = i % pattern.width, row = Math.floor(i / pattern.width);
    pen.fillStyle = colours.inks[shadeOf(weight)];
    pen.fillText(String(Math.round(100 * weight)), leftOf(table, column) + cell / 2, (row + 0.5) * cell);
  });
}

/** @param {string} name */
function shortened(name) {
  const letters = Array.from(name);
  return letters.length > LETTERS ? `${letters.slice(0, LETTERS - 1).join("")}…` : name;
}
