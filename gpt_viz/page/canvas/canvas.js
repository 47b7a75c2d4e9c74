// Paints a figure with plotly.js and says in words what it shows.

import { numbers } from "../kit/bytes.js";
import { initialize } from "../kit/hearing.js";

/** @import { Model } from "../kit/lab.js" */
/** @typedef {{ points: any[] }} Click what plotly.js says of a click */

/** @type {Record<string, new (buffer: ArrayBuffer) => any>} */
const ARRAYS = {
  int8: Int8Array, int16: Int16Array, int32: Int32Array,
  uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array,
  float32: Float32Array, float64: Float64Array,
};
// no button that leads out of the page, to plotly's site or to its cloud
const OFFLINE = { displaylogo: false, showSendToCloud: false, plotlyServerURL: "" };
const SPEAK = 700; // milliseconds that a picture stands before it is said aloud
const HIDDEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";

/**
 * A figure's properties as plotly.js takes them: bytes become (rows of) typed arrays.
 * @param {any} value
 * @returns {any}
 */
function unpack(value) {
  if (Array.isArray(value)) return value.map(unpack);
  if (value === null || typeof value !== "object") return value;
  if (value.bytes instanceof DataView) {
    return rows(numbers(value.bytes, ARRAYS[value.dtype]), value.shape);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
}

/**
 * @param {any} array
 * @param {number[]} shape
 * @returns {any}
 */
function rows(array, [length, ...rest]) {
  if (rest.length === 0) return array;
  const size = array.length / length;
  return Array.from({ length }, (_, i) => rows(array.subarray(i * size, (i + 1) * size), rest));
}

/**
 * The page's one copy of plotly.js, kept on the model that brought it.
 * @param {Model} model
 */
async function plotlyOf(model) {
  const id = model.get("_script").replace("IPY_MODEL_", "");
  const script = await model.widget_manager.get_model(id);
  script.plotly ??= load(script.get("code"));
  return script.plotly;
}

/** @param {string | ArrayBufferView<ArrayBuffer>} code */
async function load(code) {
  const page = /** @type {any} */ (window), before = page.Plotly;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  try {
    await import(url);
    return page.Plotly;
  } finally {
    URL.revokeObjectURL(url);
    if (before) page.Plotly = before;
  }
}

/**
 * Where a picture stands, and a function that says in words what it shows: at once to whoever asks
 * for it, and aloud when it has stood for a moment.
 * @param {HTMLElement} el
 */
function placeIn(el) {
  const plot = /** @type {any} */ (document.createElement("div"));
  const spoken = document.createElement("div");
  plot.setAttribute("role", "img");
  spoken.setAttribute("aria-live", "polite");
  spoken.style.cssText = HIDDEN;
  el.style.position = "relative";
  el.append(plot, spoken);
  let speaking = 0;
  const describe = (/** @type {string} */ alt) => {
    const isFirst = !plot.hasAttribute("aria-label");
    plot.setAttribute("aria-label", alt);
    clearTimeout(speaking);
    if (!isFirst) speaking = setTimeout(() => (spoken.textContent = alt), SPEAK);
  };
  return { plot, describe, hush: () => clearTimeout(speaking) };
}

/**
 * A picture may name controls in meta.clicks; a point's customdata then holds their values.
 * @param {Model} model
 * @param {Click} event
 */
function click(model, { points }) {
  const values = points[0]?.customdata;
  if (values && model.get("_widget_layout").meta?.clicks) {
    model.send({ clicked: Array.from(values) });
  }
}

/** @param {{ model: Model, el: HTMLElement }} given */
function render({ model, el }) {
  const { plot, describe, hush } = placeIn(el);
  let stale = true, painting = false, gone = false, listening = false;
  /** @type {any} */ let Plotly;

  // Pictures that arrive while one is being painted are skipped, all but the last.
  async function paint() {
    stale = true;
    if (painting) return;
    painting = true;
    while (stale && !gone) {
      await new Promise(requestAnimationFrame);
      stale = false;
      const layout = unpack(model.get("_widget_layout"));
      describe(layout.meta?.alt ?? "");
      plot.style.height = `${layout.height ?? 450}px`;
      Plotly ??= await plotlyOf(model);
      if (gone) return;
      // what the user turned or zoomed stays as long as the picture does not say otherwise
      const settings = { uirevision: true, ...layout };
      await Plotly.react(plot, unpack(model.get("_widget_data")), settings, OFFLINE);
      if (!listening) plot.on("plotly_click", (/** @type {Click} */ event) => click(model, event));
      listening = true;
    }
    painting = false;
  }

  const watcher = new ResizeObserver(() => {
    if (plot._fullLayout && el.clientWidth) Plotly.Plots.resize(plot);
  });
  watcher.observe(el);
  for (const name of ["_widget_data", "_widget_layout"]) model.on(`change:${name}`, paint);
  paint();
  return () => {
    gone = true;
    hush();
    watcher.disconnect();
    Plotly?.purge(plot);
  };
}

export default { initialize, render };
