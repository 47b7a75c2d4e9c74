// AttentionLab: all heads of a text, one of them large, and the text shaded by what a token looks at.

const KINDS = [
  ["previous", "looks at the token before"],
  ["first", "looks at the very first token"],
  ["induction", "looks at what followed this token before"],
  ["entropy", "bits: how widely it looks"],
];
const SHOWN = ["layer", "head", "position", "looked_at", "hide_first", "threshold", "_weights"];
const PATIENCE = 4000; // milliseconds until the kernel should have sent other tokens

function render({ model, el }) {
  const lab = opened(model, el, "attention lab"), say = voice(lab);
  lab.root.classList.add("attention");
  const view = { hover: null, tokens: model.get("_tokens"), dataKey: 0, patternKey: "" };
  const point = (cell) => ((view.hover = cell), ask());
  const parts = [titleOf(view), scoresOf(lab, view), wallOf(lab, view), tableOf(lab, view, point)];
  const [title, scores, wall, table] = parts, text = textOf(lab, view, point);
  lab.root.append(
    made("div", { class: "top" }, title.element, ...controls(lab)),
    made(
      "div", { class: "panes" },
      made("div", {}, wall.element, scores.element), made("div", {}, table.element, text.words),
    ),
    made("div", { class: "reading" }, choice(lab), ...windows(lab)),
    text.tokens,
    legend(),
  );
  const paint = () => {
    if (!lab.root.clientWidth || !model.get("_weights").byteLength) return; // not on the page, or closed
    refresh(lab, view);
    for (const part of [...parts, text]) part.paint();
    const words = `${title.element.textContent}: ${view.words}`;
    if (view.said && view.said !== words && !view.hover) say(words);
    view.said = view.hover ? view.said : words;
  };
  const ask = (view.ask = repainted(lab, SHOWN, paint));
  watch(lab, () => ((view.colours = null), ask()));
  return lab.end;
}

/** What all parts show, read once for each picture. */
function refresh(lab, view) {
  const get = (name) => lab.model.get(name);
  if (view.bytes !== get("_weights")) {
    view.bytes = get("_weights");
    view.data = unpacked(view.bytes, get("_sizes"), get("_stretch"));
    view.dataKey += 1;
  }
  view.colours ??= coloursOf(lab);
  [view.layer, view.head, view.position] = [get("layer"), get("head"), get("position")];
  [view.lookedAt, view.hideFirst, view.threshold] = [get("looked_at"), get("hide_first"), get("threshold")];
  const key = [view.dataKey, view.layer, view.head, view.hideFirst].join();
  if (key !== view.patternKey) view.pattern = patternOf(view.data, view.layer, view.head, view.hideFirst);
  view.patternKey = key;
  view.read = view.hover ? view.hover[view.lookedAt ? "column" : "row"] : view.position;
  view.look = lookOf(view.data, view.pattern, view.read ?? -1, view.lookedAt);
  view.words = inWords(view);
}

/** Call `act` when the lab changes its size or the page its theme. */
function watch(lab, act) {
  // JupyterLab hides a notebook and shows it again within the frame in which its theme changes. What
  // was to be painted then was not, and the observer of sizes saw nothing: so once more, a frame later.
  const soon = () => (act(), requestAnimationFrame(() => requestAnimationFrame(act)));
  const sizes = new ResizeObserver(act), themes = new MutationObserver(soon);
  sizes.observe(lab.root);
  themes.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  listen(lab, matchMedia("(prefers-color-scheme: dark)"), "change", act);
  lab.signal.addEventListener("abort", () => (sizes.disconnect(), themes.disconnect()));
}

function titleOf(view) {
  const element = made("h4", {});
  const paint = () => {
    const words = named(view.layer, view.head);
    element.textContent = words[0].toUpperCase() + words.slice(1);
  };
  return { element, paint };
}

function controls(lab) {
  const [layers, heads] = lab.model.get("_sizes");
  const count = (size) => Array.from({ length: size }, (_, i) => [i, String(i)]);
  const steps = Array.from({ length: 101 }, (_, i) => i / 100);
  return [
    menu(lab, "layer", "layer", count(layers)),
    menu(lab, "head", "head", [...count(heads), [null, "mean"]]),
    ticked(lab, "hide_first", "hide the first token"),
    slider(lab, "threshold", "threshold (%)", steps, { read: percent, scale: 100 }),
  ];
}

/** Two buttons, one of them pressed: the two ways to read a token's weights. */
function choice(lab) {
  const options = [[false, "whom it looks at"], [true, "who looks at it"]];
  const buttons = options.map(([value, words]) =>
    button(lab, words, () => (move(lab, { looked_at: value }), settle(lab))),
  );
  const show = () =>
    buttons.forEach((one, i) => one.setAttribute("aria-pressed", options[i][0] === lab.model.get("looked_at")));
  follow(lab, ["looked_at"], show);
  show();
  return made("div", { class: "choice", role: "group", "aria-label": "shades show" }, ...buttons);
}

/** A long text comes in windows, which Python sends: buttons for the next and the one before. */
function windows(lab) {
  const total = lab.model.get("_tokens").length, place = made("span", { class: "quiet" });
  const step = (way) => () => {
    const [start, stop] = lab.model.get("_stretch"), length = stop - start;
    const to = Math.max(0, Math.min(total - length, start + way * Math.ceil(length / 2)));
    move(lab, { start: to });
    settle(lab);
    place.textContent = "Python is asked for these tokens …";
    clearTimeout(lab.waiting);
    lab.waiting = setTimeout(() => missing(lab, place, start), PATIENCE);
  };
  const buttons = [button(lab, "◂ earlier", step(-1)), button(lab, "later ▸", step(1))];
  const show = () => {
    const [start, stop] = lab.model.get("_stretch");
    clearTimeout(lab.waiting);
    place.textContent = `tokens ${start} to ${stop - 1} of ${total}`;
    [buttons[0].disabled, buttons[1].disabled] = [start === 0, stop === total];
  };
  follow(lab, ["_weights"], show);
  lab.signal.addEventListener("abort", () => clearTimeout(lab.waiting));
  show();
  const [start, stop] = lab.model.get("_stretch");
  return stop - start < total ? [made("div", { class: "windows" }, ...buttons, place)] : [];
}

function missing(lab, place, start) {
  move(lab, { start });
  place.textContent = "These tokens would come from Python, which does not answer.";
}

/** What the head does, in four numbers; each leads to the head where it is highest. */
function scoresOf(lab, view) {
  const scores = numbers(lab.model.get("_scores"), Float32Array), sizes = lab.model.get("_sizes");
  const cards = KINDS.map(([name, meaning], kind) => {
    const value = made("b", {}), rank = made("span", { class: "quiet" });
    const jump = () => {
      const { layer, head } = scoreOf(scores, sizes, kind, view.layer, view.head).best;
      openHead(lab, { layer, head });
    };
    const element = button(lab, "", jump, { title: meaning, "data-score": name });
    element.append(made("span", {}, name), value, rank);
    return { element, value, rank, kind };
  });
  const note = made("p", {}, `This head, measured on ${lab.model.get("_scored_on")}. Press one to open the head that has most of it.`);
  const element = made("div", { class: "scores" }, note, ...cards.map((card) => card.element));
  return { element, paint: () => cards.forEach((card) => paintScore(card, scores, sizes, view)) };
}

function paintScore({ element, value, rank, kind }, scores, sizes, view) {
  const score = scoreOf(scores, sizes, kind, view.layer, view.head), isKnown = score.value >= 0;
  const told = kind === 3 ? `${score.value.toFixed(2)} bits` : percent(score.value);
  value.textContent = isKnown ? told : "–";
  element.dataset.value = isKnown ? String(score.value) : "";
  element.disabled = !isKnown;
  const total = sizes[0] * sizes[1], ranked = score.rank === 1 ? "highest" : `rank ${score.rank}`;
  const place = score.rank === null ? "mean of the layer" : `${ranked} of ${total}`;
  element.classList.toggle("highest", isKnown && score.rank === 1);
  rank.textContent = isKnown ? place : "not in this text";
}

/** What the shades mean; pointed at, how exact the numbers are. */
function legend() {
  return made(
    "p", { class: "quiet legend", title: `weights come in steps of ${(100 / LEVELS).toFixed(4)} %` },
    "rows look, each adds to 100 % · columns are looked at · 0 % ", made("i", { class: "scale" }), " 100 % · ",
    made("i", { class: "sand" }), " not allowed, or left out",
  );
}

export default { initialize, render };
