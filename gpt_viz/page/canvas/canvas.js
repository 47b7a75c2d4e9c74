// Paints a figure with plotly.js and says in words what it shows.

const ARRAYS = {
  int8: Int8Array, int16: Int16Array, int32: Int32Array,
  uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array,
  float32: Float32Array, float64: Float64Array,
};
// no button that leads out of the page, to plotly's site or to its cloud
const OFFLINE = { displaylogo: false, showSendToCloud: false, plotlyServerURL: "" };
const HIDDEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";

/** A figure's properties as plotly.js takes them: bytes become (rows of) typed arrays. */
function unpack(value) {
  if (Array.isArray(value)) return value.map(unpack);
  if (value === null || typeof value !== "object") return value;
  if (value.bytes instanceof DataView) {
    const { buffer, byteOffset, byteLength } = value.bytes;
    const copy = buffer.slice(byteOffset, byteOffset + byteLength);
    return rows(new ARRAYS[value.dtype](copy), value.shape);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
}

function rows(numbers, [length, ...rest]) {
  if (rest.length === 0) return numbers;
  const size = numbers.length / length;
  return Array.from({ length }, (_, i) => rows(numbers.subarray(i * size, (i + 1) * size), rest));
}

/** The page's one copy of plotly.js, kept on the model that brought it. */
async function plotlyOf(model) {
  const id = model.get("_script").replace("IPY_MODEL_", "");
  const script = await model.widget_manager.get_model(id);
  script.plotly ??= load(script.get("code"));
  return script.plotly;
}

async function load(code) {
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const before = window.Plotly;
  try {
    await import(url);
    return window.Plotly;
  } finally {
    URL.revokeObjectURL(url);
    if (before) window.Plotly = before;
  }
}

function render({ model, el }) {
  const plot = document.createElement("div");
  const spoken = document.createElement("div");
  plot.setAttribute("role", "img");
  spoken.setAttribute("aria-live", "polite");
  spoken.style.cssText = HIDDEN;
  el.style.position = "relative";
  el.append(plot, spoken);

  let stale = true, painting = false, gone = false, listening = false, Plotly, speaking;

  function describe(layout) {
    const alt = layout.meta?.alt ?? "";
    const isFirst = !plot.hasAttribute("aria-label");
    plot.setAttribute("aria-label", alt);
    clearTimeout(speaking);
    if (!isFirst) speaking = setTimeout(() => (spoken.textContent = alt), 700);
  }

  // A picture may name controls in meta.clicks; a point's customdata then holds their values.
  function click({ points }) {
    const values = points[0]?.customdata;
    if (values && model.get("_widget_layout").meta?.clicks) {
      model.send({ clicked: Array.from(values) });
    }
  }

  // Pictures that arrive while one is being painted are skipped, all but the last.
  async function paint() {
    stale = true;
    if (painting) return;
    painting = true;
    while (stale && !gone) {
      await new Promise(requestAnimationFrame);
      stale = false;
      const layout = unpack(model.get("_widget_layout"));
      describe(layout);
      plot.style.height = `${layout.height ?? 450}px`;
      Plotly ??= await plotlyOf(model);
      if (gone) return;
      // what the reader turned or zoomed stays as long as the picture does not say otherwise
      const settings = { uirevision: true, ...layout };
      const traces = unpack(model.get("_widget_data"));
      await Plotly.react(plot, traces, settings, OFFLINE);
      if (!listening) plot.on("plotly_click", click);
      listening = true;
    }
    painting = false;
  }

  const watcher = new ResizeObserver(() => {
    if (plot._fullLayout && el.clientWidth) Plotly.Plots.resize(plot);
  });
  watcher.observe(el);
  model.on("change:_widget_data change:_widget_layout", paint);
  paint();
  return () => {
    gone = true;
    clearTimeout(speaking);
    watcher.disconnect();
    Plotly?.purge(plot);
  };
}

export default { initialize, render };
