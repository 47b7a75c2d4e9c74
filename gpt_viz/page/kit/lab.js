// What all labs share: elements, numbers, controls, and a life that leaves nothing behind.
//
// The model is the only state. `model.set` tells every view of it at once and sends nothing;
// `settle` saves what was set to the kernel, when the reader has let go.

const SETTLED = 250; // milliseconds after the last change, before it is saved
const SPEAK = 700; // before a change is said aloud
const FOCUSABLE = "button, input, select, textarea, [role=option], [tabindex]";

/** An HTML element. Strings inside become text, never markup. */
function made(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  // JupyterLab's shortcuts are for the notebook: here, D D must not delete the cell. It looks for
  // this on the element that has the focus, not around it.
  if (element.matches(FOCUSABLE)) element.setAttribute("data-lm-suppress-shortcuts", "true");
  element.append(...inside);
  return element;
}

/** The numbers that Python sent as bytes. They are copied: a view may begin anywhere. */
function numbers(view, Kind) {
  const { buffer, byteOffset, byteLength } = view;
  return new Kind(buffer.slice(byteOffset, byteOffset + byteLength));
}

/** One view of a lab: `root` holds all it draws, `signal` ends all that it listens to. */
function opened(model, el, name) {
  const life = new AbortController();
  const root = made("section", { class: "gpt-lab", "aria-label": name });
  for (const [key, [light, dark]] of Object.entries(model.get("_colours"))) {
    root.style.setProperty(`--${key}`, `light-dark(${light}, ${dark})`);
  }
  root.append(...model.get("_marks").map((mark) => made("p", { class: "origin" }, mark)));
  el.append(root);
  return { model, root, signal: life.signal, end: () => (life.abort(), root.remove()) };
}

/** Call `act` on the element's events, until the view ends. */
function listen(lab, element, events, act) {
  for (const event of events.split(" ")) {
    element.addEventListener(event, act, { signal: lab.signal });
  }
}

/** Call `act` whenever one of the named traits changes, in the page or from Python. */
function follow(lab, names, act) {
  for (const name of names) {
    lab.model.on(`change:${name}`, act);
    lab.signal.addEventListener("abort", () => lab.model.off(`change:${name}`, act));
  }
}

/** Paint now, and once a frame at most when one of the named traits changes. Gives `ask`. */
function repainted(lab, names, paint) {
  let asked = 0;
  const ask = () => {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      paint();
    });
  };
  follow(lab, names, ask);
  lab.signal.addEventListener("abort", () => cancelAnimationFrame(asked));
  paint();
  return ask;
}

/** Move on every view at once; nothing is sent. */
function move(lab, values) {
  clearTimeout(lab.saving);
  for (const [name, value] of Object.entries(values)) lab.model.set(name, value);
}

/** Save to the kernel, soon and once. */
function settle(lab) {
  clearTimeout(lab.saving);
  lab.saving = setTimeout(() => lab.model.save_changes(), SETTLED);
}

/** A function that says its words aloud, when they have stood for a moment. */
function voice(lab) {
  const spoken = made("div", { class: "spoken", "aria-live": "polite" });
  let waiting;
  lab.root.append(spoken);
  lab.signal.addEventListener("abort", () => clearTimeout(waiting));
  return (words) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (spoken.textContent = words), SPEAK);
  };
}

/** A button that does something when it is pressed. */
function button(lab, words, act, more = {}) {
  const element = made("button", { type: "button", ...more }, words);
  listen(lab, element, "click", act);
  return element;
}

/** A box to tick for a trait that is true or false. */
function ticked(lab, trait, words) {
  const box = made("input", { type: "checkbox" });
  const show = () => (box.checked = lab.model.get(trait));
  listen(lab, box, "change", () => (move(lab, { [trait]: box.checked }), settle(lab)));
  follow(lab, [trait], show);
  show();
  return made("label", { class: "ticked" }, box, words);
}

/** A menu for a trait; `options` are pairs of a value and its words. */
function menu(lab, trait, words, options) {
  const box = made("select", {}, ...options.map(([, label], i) => made("option", { value: i }, label)));
  const show = () => (box.selectedIndex = options.findIndex(([v]) => v === lab.model.get(trait)));
  listen(lab, box, "change", () => {
    move(lab, { [trait]: options[box.selectedIndex][0] });
    settle(lab);
  });
  follow(lab, [trait], show);
  show();
  return made("label", { class: "menu" }, made("span", {}, words), box);
}

/**
 * A slider for a trait, which stops at `stops`, and a box for any number between the ends.
 *
 * `read` says a value in words, `marks` are values to name below the rail. While the trait is
 * null, both stay as they are. With `clamps`, a number above the last stop becomes the last stop.
 * The box has the value times `scale`: 100 for per cent.
 */
function slider(lab, trait, words, stops, { read = String, whole, clamps, scale = 1, marks = [] } = {}) {
  const rail = made("input", { type: "range", min: 0, max: stops.length - 1, "aria-label": words });
  const box = made("input", { type: "text", inputmode: "decimal", autocomplete: "off" });
  const problem = made("div", { class: "problem", role: "alert" });
  const boxed = (value) => String(Number((scale * value).toPrecision(15)));
  const show = () => {
    const value = lab.model.get(trait);
    if (value === null) return;
    rail.value = nearest(stops, value);
    rail.setAttribute("aria-valuetext", read(value));
    box.value = boxed(value);
    problem.textContent = "";
  };
  listen(lab, rail, "input", () => move(lab, { [trait]: stops[rail.value] }));
  listen(lab, rail, "change", () => settle(lab));
  const take = () => {
    if (box.value === boxed(lab.model.get(trait))) return; // Enter, and then the box is left
    const most = scale * stops[stops.length - 1];
    const value = typed(box.value, scale * stops[0], most, { whole, clamps });
    if (typeof value === "string") return void (problem.textContent = `${words} ${value}`);
    move(lab, { [trait]: Math.min(value, most) / scale });
    settle(lab);
    show();
    if (value > most) problem.textContent = `${words} is at most ${most.toLocaleString("en")}`;
  };
  listen(lab, box, "change", take);
  listen(lab, box, "input", () => (problem.textContent = ""));
  listen(lab, box, "keydown", (event) => {
    if (event.key === "Enter") take(); // in JupyterLab, Enter changes nothing by itself
    if (event.key === "Escape") show();
  });
  follow(lab, [trait], show);
  show();
  const head = made("label", {}, made("span", {}, words), box);
  const way = made("div", { class: "way" }, rail, ...marks.map((value) => mark(stops, value)));
  return made("div", { class: "slider" }, head, way, problem);
}

function mark(stops, value) {
  const element = made("span", { class: "mark", "aria-hidden": "true" }, String(value));
  element.style.setProperty("--at", nearest(stops, value) / (stops.length - 1));
  return element;
}

/** The place of the stop that is nearest to a value. */
function nearest(stops, value) {
  let best = 0;
  stops.forEach((stop, i) => {
    if (Math.abs(stop - value) < Math.abs(stops[best] - value)) best = i;
  });
  return best;
}

/** The number that was typed; where it is none, or out of range, words on what would be one. */
function typed(text, low, high, { whole, clamps }) {
  const plain = text.trim().replace("−", "-").replace(/^(-?\d{1,3})((?:,\d{3})+)$/, (all) => all.replaceAll(",", ""));
  const value = plain === "" ? NaN : Number(plain);
  if (value >= low && (clamps || value <= high) && (!whole || Number.isInteger(value))) return value;
  const advice = /^-?\d*,\d+$/.test(plain) && !whole ? `: write ${plain.replace(",", ".")}` : "";
  const kind = whole ? "a whole number" : "a number";
  return `must be ${kind} from ${low} to ${high.toLocaleString("en")}, got “${text.slice(0, 40)}”${advice}`;
}

/** A probability for reading, with no false 0 and 1. */
function percent(p) {
  if (p > 0 && p < 0.001) return "< 0.1 %";
  if (p >= 0.9995 && p < 1 - 1e-9) return "> 99.9 %";
  return `${(100 * p).toFixed(1)} %`;
}
