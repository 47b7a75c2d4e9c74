// The temperature lab: scores of the whole vocabulary in, everything that T, top-k and top-p do out.

const HEATS = heats();
const MOST_DRAWS = 10000;
const ENOUGH = 30; // draws, before their scatter tells anything
const SWEEP = 7000; // milliseconds from T = 0 to T = 5
const PAINTED_BY = [
  "temperature", "compare", "top_k", "top_p", "top", "log", "position", "token",
  "seed", "draws", "_logits", "_window",
];

/** The stops of a temperature: half of the way belongs to 0 to 1, and the left end is exactly 0. */
function heats() {
  const stops = Array.from({ length: 201 }, (_, i) => (5 * (16 ** (i / 200) - 1)) / 15);
  return [...new Set(stops.map((t) => Number(t.toFixed(t < 0.1 ? 3 : 2))))];
}

function render({ model, el }) {
  const lab = opened(model, el, "temperature lab");
  lab.root.classList.add("temperature-lab");
  const say = voice(lab);
  const heading = made("h3", {}), goesOn = made("p", { class: "quiet goes-on" });
  const text = textRow(lab);
  const columns = [column(lab, "temperature"), column(lab, "compare")];
  const panels = made("div", { class: "columns" }, ...columns.map((one) => one.element));
  const tally = made("span", { class: "quiet", role: "status" });
  lab.root.append(heading, text.element, goesOn, controls(lab), panels, drawing(lab, tally));
  const read = reader(lab);
  repainted(lab, PAINTED_BY, () => {
    const views = read();
    heading.textContent = views[0].heading;
    text.paint();
    goesOn.textContent = cameWords(views);
    columns.forEach((one, i) => one.paint(views[i]));
    panels.classList.toggle("two", views.length > 1);
    tally.textContent = drawnWords(views);
    say(views.map(inWords).join(" Compared with: "));
  });
  return lab.end;
}

/** Gives what is to be shown now, one view for each temperature; what stays is kept. */
function reader(lab) {
  const { model } = lab;
  const names = new TextDecoder().decode(numbers(model.get("_names"), Uint8Array)).split("\n");
  let logits, sent, ranked, at;
  return () => {
    if (sent !== model.get("_logits")) {
      [sent, at] = [model.get("_logits"), undefined];
      logits = numbers(sent, Float32Array);
    }
    const row = model.get("position") - model.get("_window").first;
    if (row !== at && logits[row * names.length] !== undefined) {
      at = row;
      ranked = ranking(logits.subarray(row * names.length, (row + 1) * names.length));
      ranked.atOne = chances(ranked.scores, { temperature: 1 });
    }
    const heats = [model.get("temperature"), model.get("compare")].filter((t) => t !== null);
    return heats.map((temperature) => viewed(model, names, ranked, at, temperature));
  };
}

function viewed(model, names, ranked, row, temperature) {
  const [topK, topP, top] = ["top_k", "top_p", "top"].map((name) => model.get(name));
  const found = chances(ranked.scores, { temperature, topK, topP });
  const { headings, came } = model.get("_window");
  const [draws, seed] = [model.get("draws"), model.get("seed")];
  const view = { ...ranked, names, found, topK, topP, top, log: model.get("log"), came: came[row] };
  view.heading = headings[row];
  view.token = ranked.ids.includes(model.get("token")) ? model.get("token") : ranked.ids[0];
  if (draws > 0) view.drawn = tallied(found, top, seed, draws);
  return view;
}

function tallied(found, top, seed, draws) {
  const ranks = drawnRanks(found, seed, draws);
  const counts = new Uint32Array(top);
  for (const rank of ranks) if (rank < top) counts[rank]++;
  return { draws, counts, others: draws - counts.reduce((a, b) => a + b, 0), last: ranks.at(-1) };
}

// --- what stands above -------------------------------------------------------------------------

/** The text that was read; a click on a token moves there. Empty where there is one place only. */
function textRow(lab) {
  const element = made("div", { class: "text", role: "listbox", "aria-label": "the text; choose the token to go on after" });
  const go = (position) => (move(lab, { position }), settle(lab));
  const draw = () => {
    const { first, pieces } = lab.model.get("_window");
    element.hidden = pieces.length < 2;
    element.replaceChildren(...pieces.map((piece, i) => made("span", { role: "option", "data-position": first + i }, piece)));
  };
  listen(lab, element, "click", (event) => {
    const chosen = event.target.closest("[data-position]");
    if (chosen) go(Number(chosen.dataset.position));
  });
  listen(lab, element, "keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[event.key];
    const to = element.querySelector(`[data-position="${lab.model.get("position") + step}"]`);
    if (step) event.preventDefault();
    if (!to) return;
    go(Number(to.dataset.position));
    paint();
    to.focus();
  });
  const paint = () => {
    for (const token of element.children) {
      const isHere = Number(token.dataset.position) === lab.model.get("position");
      token.setAttribute("aria-selected", isHere);
      token.tabIndex = isHere ? 0 : -1;
    }
  };
  follow(lab, ["_window"], draw);
  draw();
  return { element, paint };
}

function controls(lab) {
  const size = lab.model.get("_size");
  const heat = slider(lab, "temperature", "temperature", HEATS, { read: called, marks: [0, 0.2, 0.5, 1, 2, 5] });
  const back = button(lab, "T = 1", () => (move(lab, { temperature: 1 }), settle(lab)), { title: "back to the model's own" });
  const second = slider(lab, "compare", "compared with", HEATS, { read: called, marks: [0, 0.2, 0.5, 1, 2, 5] });
  const showSecond = () => (second.hidden = lab.model.get("compare") === null);
  follow(lab, ["compare"], showSecond);
  showSecond();
  return made("div", { class: "controls" },
    made("div", { class: "heat" }, heat, back, playButton(lab)),
    made("div", { class: "heat" }, second),
    made("div", { class: "cuts" },
      slider(lab, "top_k", "top-k", wholes(size), { whole: true, clamps: true, read: (k) => (k ? String(k) : "off") }),
      slider(lab, "top_p", "top-p", Array.from({ length: 101 }, (_, i) => i / 100), { read: (p) => (p < 1 ? String(p) : "off") }),
      slider(lab, "top", "tokens shown", Array.from({ length: 31 }, (_, i) => i + 10), { whole: true })),
    made("div", { class: "switches" }, ticked(lab, "log", "log scale"), comparing(lab), key()));
}

/** What the bars' looks mean. */
function key() {
  const looks = [["now", "at this T"], ["ghost", "at T = 1"], ["cut", "cut off, as it was"], ["drawn", "drawn"], ["whisker", "its usual scatter"]];
  return made("span", { class: "key" }, ...looks.map(([kind, words]) =>
    made("span", {}, made("i", { class: kind }), words)));
}

/** Whole numbers from 0 to a size, sparser as they grow. */
function wholes(size) {
  const powers = Array.from({ length: 140 }, (_, i) => Math.round(20 * 1.08 ** i));
  return [...Array(20).keys(), ...powers.filter((n) => n < size), size].filter((n) => n <= size);
}

function comparing(lab) {
  const box = made("input", { type: "checkbox" });
  const show = () => (box.checked = lab.model.get("compare") !== null);
  listen(lab, box, "change", () => {
    const other = lab.model.get("temperature") === 2 ? 0.5 : 2;
    move(lab, { compare: box.checked ? other : null });
    settle(lab);
  });
  follow(lab, ["compare"], show);
  show();
  return made("label", { class: "ticked" }, box, "compare two temperatures");
}

/** Play: the temperature walks along its slider from where it is to the end. */
function playButton(lab) {
  let frame = 0, before, along;
  const step = (now) => {
    along += ((now - (before ?? now)) / SWEEP) * (HEATS.length - 1);
    before = now;
    move(lab, { temperature: HEATS[Math.min(Math.floor(along), HEATS.length - 1)] });
    if (along >= HEATS.length - 1) return stop();
    frame = requestAnimationFrame(step);
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    element.textContent = "Play";
    settle(lab);
  };
  const element = button(lab, "Play", () => {
    if (frame) return stop();
    along = nearest(HEATS, lab.model.get("temperature"));
    if (along >= HEATS.length - 1) along = 0;
    before = undefined;
    element.textContent = "Pause";
    frame = requestAnimationFrame(step);
  }, { title: "let the temperature rise by itself", class: "play" });
  lab.signal.addEventListener("abort", () => cancelAnimationFrame(frame));
  return element;
}

// --- one temperature ----------------------------------------------------------------------------

function column(lab, trait) {
  const title = made("h4", {});
  const measures = made("div", { class: "measures" });
  const steps = made("div", { class: "steps" });
  const bars = barList(lab, (token) => {
    if (token !== lab.model.get("token")) (move(lab, { token }), settle(lab));
  });
  const element = made("div", { class: "column", "data-trait": trait }, title, measures, bars.element, steps);
  const paint = (view) => {
    element.hidden = !view;
    if (!view) return;
    title.textContent = called(view.found.temperature);
    fillMeasures(measures, view);
    bars.paint(view);
    fillSteps(steps, view);
  };
  return { element, paint };
}

function fillMeasures(list, { found, ids, names, scores }) {
  const choices = 2 ** found.bits;
  const open = choices < 1000 ? plain(choices, 3) : count(Math.round(choices));
  const ties = tied(scores), drawable = drawableOf(found, ties);
  const rows = [
    ["entropy", `${found.bits.toFixed(2)} bits`, found.bits],
    ["as hard to guess as", open === "1" ? "1 choice" : `${open} equal choices`, choices],
    [ties > 1 ? `${ties} tie for the top` : "favourite", `“${names[ids[0]]}” ${share(probability(found, 0))}`, probability(found, 0)],
    ["can be drawn", `${count(drawable)} of ${count(ids.length)}`, drawable],
  ];
  list.replaceChildren(...rows.map(([name, words, value]) =>
    made("div", { "data-measure": name, "data-value": String(value) }, made("span", { class: "quiet" }, name), made("span", {}, words))));
}

/** How many share the largest score. */
function tied(scores) {
  let ties = 1;
  while (scores[ties] === scores[0]) ties++;
  return ties;
}

/** How many tokens a draw can bring: at T = 0 only those at the top. */
function drawableOf(found, ties) {
  return found.temperature > 0 ? found.kept : Math.min(found.kept, ties);
}

/** One token's way from its logit to its probability, with the numbers of every step. */
function fillSteps(strip, view) {
  const { found, ids, names, scores, token } = view;
  const rank = ids.indexOf(token), below = scores[rank] - scores[0], t = found.temperature;
  const isCut = rank >= found.kept;
  const sum = found.kept < ids.length ? `÷ sum of the ${count(found.kept)} kept` : "÷ sum of all";
  const steps = [
    ["logit", plain(scores[rank], 5), scores[rank]],
    [`− largest, ${plain(scores[0], 5)}`, plain(below), below],
    [t > 0 ? `÷ T = ${plain(t)}` : "T → 0", plain(divided(below, t)), divided(below, t)],
    ["exp", plain(found.weights[rank]), found.weights[rank]],
    [`${sum}, ${plain(found.total)}`, isCut ? "cut: 0 %" : share(probability(found, rank)), probability(found, rank)],
  ];
  const token_ = made("b", { class: "name" }, names[token]);
  strip.replaceChildren(token_, ...steps.map(([how, words, value]) =>
    made("div", { "data-step": String(value) }, made("span", { class: "quiet" }, how), made("span", {}, words))));
}

// --- draws --------------------------------------------------------------------------------------

function drawing(lab, tally) {
  const more = (n) => () => (move(lab, { draws: Math.min(MOST_DRAWS, lab.model.get("draws") + n) }), settle(lab));
  const seed = slider(lab, "seed", "seed", Array.from({ length: 1000 }, (_, i) => i), { whole: true });
  return made("div", { class: "drawing" },
    button(lab, "Draw once", more(1)),
    button(lab, "Draw 1,000", more(1000)),
    button(lab, "Clear", () => (move(lab, { draws: 0 }), settle(lab))),
    seed, tally);
}

function drawnWords(views) {
  if (!views[0].drawn) return "no draws yet";
  const { draws } = views[0].drawn;
  const many = draws < MOST_DRAWS ? `${count(draws)} drawn` : `${count(draws)} drawn, the most that there are`;
  const each = views.map((view) => (views.length > 1 ? `${called(view.found.temperature)}: ` : "") + outcome(view));
  return [many, ...each].join("; ");
}

/** The last token drawn, and how many rows came near to theory, of those that are left to chance. */
function outcome({ drawn, found, names, ids, top }) {
  const last = `last: “${names[ids[drawn.last]]}”`;
  if (found.temperature === 0) return `${last}, as always: greedy leaves nothing to chance`;
  if (drawn.draws < ENOUGH) return last;
  const shares = [...drawn.counts.keys()].map((rank) => [probability(found, rank), drawn.counts[rank]]);
  if (ids.length > top) shares.push([beyond(found, top), drawn.others]);
  const open = shares.filter(([p]) => p > 0 && p < 1);
  const near = open.filter(([p, n]) => Math.abs(n - p * drawn.draws) <= Math.sqrt(drawn.draws * p * (1 - p)) + 1e-9);
  return `${last}, ${near.length} of ${open.length} rows end within their whisker`;
}

// --- words --------------------------------------------------------------------------------------

function called(temperature) {
  return temperature === 0 ? "T = 0 (greedy)" : `T = ${plain(temperature)}`;
}

/** How well the token that came in the text was foreseen; nothing where the text ends. */
function cameWords([{ came, ids, names, found }, second]) {
  if (came === undefined) return "";
  const rank = ids.indexOf(came);
  const more = second ? ` and ${share(probability(second.found, rank))}` : "";
  return `The text goes on with “${names[came]}”: rank ${count(rank + 1)}, ${share(probability(found, rank))}${more}.`;
}

function inWords(view) {
  const { found, ids, names, scores, top } = view;
  const best = [0, 1, 2].filter((rank) => rank < ids.length)
    .map((rank) => `“${names[ids[rank]]}” ${share(probability(found, rank))}`);
  return `${called(found.temperature)}: ${best.join(", ")}; entropy ${found.bits.toFixed(2)} bits, ` +
    `tokens that can be drawn: ${count(drawableOf(found, tied(scores)))}; not shown: ${share(beyond(found, top))}.`;
}

export default { initialize, render };
