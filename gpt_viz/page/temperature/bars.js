// The likeliest tokens as bars, at one temperature: made once, and filled again at each change.

const MOST = 40; // rows
const FAINTEST = -8; // the power of ten at the left end of a log scale
const SCALES = {
  linear: [[0, "0 %"], [0.25, "25 %"], [0.5, "50 %"], [0.75, "75 %"], [1, "100 %"]],
  log: [[0, "10⁻⁶ %"], [0.25, "10⁻⁴ %"], [0.5, "0.01 %"], [0.75, "1 %"], [1, "100 %"]],
};

/** A list of bars; `choose` is told the id of a token whose arithmetic the reader asks for. */
function barList(lab, choose) {
  const rows = Array.from({ length: MOST }, () => barRow("option"));
  const rest = barRow("presentation");
  const list = made("div", { role: "listbox", class: "bars" }, ...rows.map((row) => row.line));
  const axis = made("div", { class: "axis", "aria-hidden": "true" });
  rest.line.classList.add("rest");
  const chosen = (event) => event.target.closest("[data-id]");
  listen(lab, list, "pointerover focusin", (event) => {
    if (chosen(event) && !event.buttons) choose(Number(chosen(event).dataset.id));
  });
  listen(lab, list, "keydown", (event) => walk(event, list));
  const element = made("div", { class: "chart" }, list, rest.line, axis);
  const paint = (view) => {
    list.setAttribute("aria-label", `the likeliest next tokens at T = ${view.found.temperature}`);
    rows.forEach((row, rank) => fillRow(row, rank, view));
    fillRest(rest, view);
    fillAxis(axis, view.log);
    element.classList.toggle("with-draws", Boolean(view.drawn));
  };
  return { element, paint };
}

/** Up and down, Home and End move the focus from bar to bar. */
function walk(event, list) {
  const lines = [...list.children].filter((line) => !line.hidden);
  const here = lines.indexOf(event.target.closest("[data-id]"));
  const to = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: lines.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  lines[Math.min(Math.max(to, 0), lines.length - 1)].focus();
}

function barRow(role) {
  const [name, times, value] = ["name", "times", "value"].map((kind) => made("span", { class: kind }));
  const parts = ["ghost", "now", "cut", "drawn", "whisker"].map((kind) => made("i", { class: kind }));
  const edge = made("span", { class: "edge" });
  const line = made("div", { class: "bar", role }, name, made("span", { class: "track" }, ...parts), times, value, edge);
  const [ghost, now, cut, drawn, whisker] = parts;
  return { line, name, times, value, edge, ghost, now, cut, drawn, whisker };
}

function fillRow(row, rank, view) {
  const { ids, names, found, atOne, top, token } = view;
  row.line.hidden = rank >= Math.min(top, ids.length);
  if (row.line.hidden) return;
  const id = ids[rank], p = probability(found, rank), isCut = rank >= found.kept;
  tell(row.line, { id, probability: p, atOne: probability(atOne, rank), uncut: uncut(found, rank) });
  row.line.classList.toggle("is-cut", isCut);
  row.line.setAttribute("aria-selected", id === token);
  row.line.tabIndex = id === token ? 0 : -1;
  row.name.textContent = names[id];
  lengthen(row.ghost, probability(atOne, rank), view.log);
  lengthen(row.now, p, view.log);
  lengthen(row.cut, isCut ? uncut(found, rank) : 0, view.log);
  fillDrawn(row, p, view.drawn?.counts[rank], view);
  row.value.textContent = isCut ? `was ${share(uncut(found, rank))}` : share(p);
  row.edge.textContent = edgeAfter(rank + 1, view);
}

/** What the tokens hold that have no row: with it the rows add to 1. */
function fillRest(row, view) {
  const { ids, found, atOne, top } = view;
  const others = Math.max(0, ids.length - top), p = beyond(found, top);
  row.line.hidden = others === 0;
  tell(row.line, { notShown: others, probability: p });
  row.name.replaceChildren("not shown:", made("br"), `${count(others)} tokens`);
  lengthen(row.ghost, beyond(atOne, top), view.log);
  lengthen(row.now, p, view.log);
  fillDrawn(row, p, view.drawn?.others, view);
  const isCut = p === 0 && found.kept < ids.length;
  const before = isCut ? uncutBeyond(found, top) : 0;
  row.line.classList.toggle("is-cut", isCut);
  lengthen(row.cut, before, view.log);
  row.value.textContent = isCut ? `was ${share(before)}` : share(p);
}

/** How often a token came up, beside its bar: theory's usual scatter is one whisker long. */
function fillDrawn(row, p, times, view) {
  const draws = view.drawn?.draws ?? 0;
  row.times.textContent = draws ? `${count(times)} ×` : "";
  tell(row.line, { drawn: draws ? times : undefined });
  lengthen(row.drawn, draws ? times / draws : 0, view.log);
  const scatter = draws > 1 ? Math.sqrt((p * (1 - p)) / draws) : 0;
  const [from, to] = [p - scatter, p + scatter].map((end) => place(end, view.log));
  row.whisker.style.left = `${100 * from}%`;
  row.whisker.style.width = scatter > 0 ? `${100 * (to - from)}%` : "0";
  row.whisker.hidden = !(scatter > 0);
}

function fillAxis(axis, log) {
  const scale = log ? "log" : "linear";
  if (axis.dataset.scale === scale) return;
  axis.dataset.scale = scale;
  axis.replaceChildren(...SCALES[scale].map(([at, words]) => {
    const tick = made("span", {}, words);
    tick.style.left = `${100 * at}%`;
    return tick;
  }));
}

/** Which cuts fall after so many rows, in words. */
function edgeAfter(rows, { found, topK, topP, ids }) {
  const cuts = [];
  if (topK > 0 && found.byK === rows && rows < ids.length) cuts.push(`top-k ${topK}`);
  if (topP < 1 && found.kept === rows && rows < found.byK) cuts.push(`top-p ${topP}`);
  return cuts.join(", ");
}

function tell(element, data) {
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined) delete element.dataset[name];
    else element.dataset[name] = String(value);
  }
}

function lengthen(bar, p, log) {
  bar.style.width = `${100 * place(p, log)}%`;
}

/** Where a probability stands on the scale, from 0 to 1. */
function place(p, log) {
  const at = log ? 1 - Math.log10(p) / FAINTEST : p;
  return at > 0 ? Math.min(at, 1) : 0;
}

/** A probability with the digits that it has: three that matter, and no false 0 or 100 %. */
function share(p) {
  if (p === 0) return "0 %";
  if (p === 1) return "100 %";
  if (p > 0.9995) return 1 - p < 5e-9 ? "> 99.999999 %" : `${nines(1 - p)} %`;
  return `${p >= 1e-5 ? (100 * p).toPrecision(3) : powers(100 * p, 2)} %`;
}

/** 100 less a small share, with as many digits as tell it from 100. */
function nines(missing) {
  return (100 - 100 * missing).toFixed(Math.max(1, -Math.floor(Math.log10(100 * missing))));
}

/** A number with so many digits that matter, and without powers of ten where they can be spared. */
function plain(value, digits = 4) {
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  const size = Math.abs(value);
  if (size > 0 && (size < 1e-4 || size >= 1e6)) return powers(value, 3);
  const text = size >= 10 ** digits ? value.toFixed(0) : String(Number(value.toPrecision(digits)));
  return text.replace("-", "−");
}

/** A number as 1.2 × 10⁻⁷. */
function powers(value, digits) {
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  const raised = power.replace("+", "").replace(/[-\d]/g, (c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]);
  return `${mantissa.replace("-", "−")} × 10${raised}`;
}

function count(number) {
  return number.toLocaleString("en");
}
