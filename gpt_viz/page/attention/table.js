// One head large: its tokens as rows, which look, and as columns, which are looked at.

const TABLE_CELLS = [1, 40]; // pixels of a cell, at least and at most
const TABLE_TOP = 8; // pixels above, for half a name
const TABLE_LETTERS = 12; // of a token's name at the edge
const TABLE_NUMBERS = 26; // pixels from which on a cell has its number
const TABLE_LINES = 10; // and its own frame

/** The table of a lab: `element`, and `paint`. `point` is told which cell the pointer is on. */
function tableOf(lab, view, point) {
  const canvas = made("canvas", { role: "img" });
  const element = made("div", { class: "table" }, canvas);
  const table = { view, canvas, element };
  listen(lab, canvas, "pointermove", (event) => point(cellAt(table, event.offsetX, event.offsetY)));
  listen(lab, canvas, "pointerleave", () => point(null));
  listen(lab, canvas, "click", (event) => {
    const cell = cellAt(table, event.offsetX, event.offsetY);
    if (cell) choose(lab, view.lookedAt ? cell.column : cell.row);
  });
  return { element, paint: () => paintTable(table) };
}

/** The token in this place becomes the one whose weights are shown; the same one again, none. */
function choose(lab, position) {
  move(lab, { position: position === lab.model.get("position") ? null : position });
  settle(lab);
}

/** The cell in this place: the tokens whose row and column meet there. */
function cellAt({ view, room, cell, gap }, x, y) {
  const row = Math.floor((y - TABLE_TOP) / cell), { data } = view;
  const left = x - room;
  const column = gap && left >= cell ? Math.floor((left - gap) / cell) : Math.floor(left / cell);
  if (row < 0 || row >= data.count || left < 0 || !(column < data.columns.length)) return null;
  return { row: data.start + row, column: data.columns[column], isCell: true };
}

function paintTable(table) {
  const { view, canvas, element } = table, { data, colours } = view;
  const width = data.columns.length, pen = canvas.getContext("2d"), size = data.count > 40 ? 10 : 12;
  if (table.key !== view.dataKey) measure(table, pen, size);
  table.gap = data.start ? 8 : 0; // between the first token and the window
  const fits = (element.clientWidth - table.room - table.gap - 2) / width, ratio = devicePixelRatio;
  table.cell = Math.min(TABLE_CELLS[1], Math.max(TABLE_CELLS[0], Math.floor(fits * ratio) / ratio));
  table.bottom = table.cell * data.count;
  const right = table.room + table.gap + width * table.cell;
  sized(canvas, right + 3, TABLE_TOP + table.bottom + table.room);
  canvas.setAttribute("aria-label", view.words);
  pen.translate(0, TABLE_TOP);
  paintCells(table, pen);
  paintNames(table, pen, size);
  paintChosen(table, pen);
}

/** The names at the edges, and the room that the longest one takes. */
function measure(table, pen, size) {
  const { view } = table;
  table.names = view.data.columns.map((place) => shortened(view.tokens[place]));
  pen.font = `${size}px ${view.colours.font}`;
  table.room = 10 + Math.ceil(Math.max(...table.names.map((name) => pen.measureText(name).width)));
  table.key = view.dataKey;
}

/** Where a column begins. */
function leftOf({ room, cell, gap }, column) {
  return room + column * cell + (column ? gap : 0);
}

function paintCells(table, pen) {
  const { view, cell, bottom } = table, { data, pattern, colours, threshold } = view;
  const { weights, width } = pattern;
  const image = shaded(weights, width, data.count, colours, threshold);
  if (table.gap) pen.drawImage(image, 0, 0, 1, data.count, table.room, 0, cell, bottom);
  const from = table.gap ? 1 : 0, left = leftOf(table, from);
  pen.drawImage(image, from, 0, width - from, data.count, left, 0, (width - from) * cell, bottom);
  if (cell >= TABLE_LINES) paintLines(table, pen);
  if (cell >= TABLE_NUMBERS) paintNumbers(table, pen);
}

function paintLines(table, pen) {
  const { view, cell, bottom } = table, { data, colours } = view;
  pen.fillStyle = colours.paper;
  for (let i = 0; i <= data.columns.length; i++) pen.fillRect(leftOf(table, i) - 1, 0, 1, bottom);
  const [left, right] = [table.room, leftOf(table, data.columns.length)];
  for (let i = 0; i <= data.count; i++) pen.fillRect(left, i * cell - 1, right - left, 1);
}

function paintNumbers(table, pen) {
  const { view, cell } = table, { pattern, colours, threshold } = view;
  pen.font = `11px ${colours.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pattern.weights.forEach((weight, i) => {
    if (!(weight >= threshold)) return;
    const column = i % pattern.width, row = Math.floor(i / pattern.width);
    pen.fillStyle = colours.inks[shadeOf(weight)];
    pen.fillText(Math.round(100 * weight), leftOf(table, column) + cell / 2, (row + 0.5) * cell);
  });
}

/** The tokens' names at the left and below: those of the chosen ones, and as many as fit beside. */
function paintNames(table, pen, size) {
  const { view, cell, names } = table, { count, start, columns } = view.data;
  const every = Math.ceil((size + 2) / cell), first = names.length - count;
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
  write(columns.indexOf(column), names.length, (i) => nameColumn(table, pen, names[i], i));
}

function nameRow({ room, cell }, pen, name, row) {
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  pen.fillText(name, room - 6, (row + 0.5) * cell);
}

function nameColumn(table, pen, name, column) {
  pen.save();
  pen.translate(leftOf(table, column) + table.cell / 2, table.bottom + 6);
  pen.rotate(-Math.PI / 2);
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  pen.fillText(name, 0, 0);
  pen.restore();
}

/** The row and the column that are pointed at, or else those of the chosen token. */
function chosenOf({ hover, position }) {
  return hover ?? { row: position, column: position };
}

/** Frames around the chosen row and column; the one that is read has the thicker one. */
function paintChosen(table, pen) {
  const { view, cell, bottom, room } = table, { data, colours, lookedAt } = view;
  const place = chosenOf(view), column = data.columns.indexOf(place.column);
  const row = place.row === null ? -1 : place.row - data.start;
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

function shortened(name) {
  const letters = Array.from(name);
  return letters.length > TABLE_LETTERS ? `${letters.slice(0, TABLE_LETTERS - 1).join("")}…` : name;
}
