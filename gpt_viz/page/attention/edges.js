// Around the cells of the table: the tokens' names, and frames for what is chosen.

/** @import { Pen, Table } from "./table.js" */
/** @import { Cell, View } from "./view.js" */

/**
 * Where a column begins.
 * @param {Table} table
 * @param {number} column
 */
export function leftOf({ room, cell, gap }, column) {
  return room + column * cell + (column ? gap : 0);
}

/**
 * The tokens' names at the left and below: those of the chosen ones, and as many as fit beside.
 * @param {Table} table
 * @param {Pen} pen
 * @param {number} size
 */
export function paintNames(table, pen, size) {
  const { view, cell, names } = table, { count, start, columns } = view.data;
  const every = Math.ceil((size + 2) / cell), first = names.length - count;
  /** @type {(place: number, length: number, name: (i: number) => void) => void} */
  const write = (place, length, name) => {
    for (let i = 0; i < length; i++) {
      const isFar = place < 0 || Math.abs(i - place) * cell >= size + 2;
      pen.font = `${i === place ? "bold " : ""}${size}px ${view.colours.font}`;
      if (i === place || (i % every === 0 && isFar)) name(i);
    }
  };
  const { row, column } = chosenOf(view);
  pen.fillStyle = view.colours.ink;
  write(row === null ? -1 : row - start, count, (i) => nameRow(table, pen, names[i + first], i));
  write(columns.indexOf(column ?? -1), names.length, (i) => nameColumn(table, pen, names[i], i));
}

/**
 * @param {Table} table
 * @param {Pen} pen
 * @param {string} name
 * @param {number} row
 */
function nameRow({ room, cell }, pen, name, row) {
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  pen.fillText(name, room - 6, (row + 0.5) * cell);
}

/**
 * @param {Table} table
 * @param {Pen} pen
 * @param {string} name
 * @param {number} column
 */
function nameColumn(table, pen, name, column) {
  pen.save();
  pen.translate(leftOf(table, column) + table.cell / 2, table.bottom + 6);
  pen.rotate(-Math.PI / 2);
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  pen.fillText(name, 0, 0);
  pen.restore();
}

/**
 * The row and the column that are pointed at, or else those of the chosen token.
 * @param {View} view
 * @returns {Cell}
 */
function chosenOf({ hover, position }) {
  return hover ?? { row: position, column: position };
}

/**
 * Frames around the chosen row and column; the one that is read has the thicker one.
 * @param {Table} table
 * @param {Pen} pen
 */
export function paintChosen(table, pen) {
  const { view, cell, bottom, room } = table, { data, colours, lookedAt } = view;
  const place = chosenOf(view), column = data.columns.indexOf(place.column ?? -1);
  const row = place.row === null ? -1 : place.row - data.start;
  /** @type {(isRead: boolean, left: number, top: number, width: number, height: number) => void} */
  const frame = (isRead, left, top, width, height) => {
    const out = isRead ? 1.25 : 0.5; // the line runs around the cells, not over them
    pen.strokeStyle = colours.chosen;
    pen.globalAlpha = isRead ? 1 : 0.6;
    pen.lineWidth = 2 * out;
    pen.strokeRect(left - out, top - out, width + 2 * out, height + 2 * out);
    pen.globalAlpha = 1;
  };
  if (row >= 0 && row < data.count) {
    frame(!lookedAt, room, row * cell, leftOf(table, data.columns.length) - room, cell);
  }
  if (column >= 0) frame(lookedAt, leftOf(table, column), 0, cell, bottom);
}
