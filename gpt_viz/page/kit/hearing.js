// What every widget of ours begins with: it hears the kernel, however busy the page was.
//
// anywidget gives a widget's module two seconds to load. On a slow machine, where all cells of a
// lesson are run at once, that can be too little; then it drops all that Python sends, for ever.

const NOTHING = { content: { data: { method: "custom", content: {} } } };

/**
 * Let a model that was given up hear again. anywidget calls this when the module is there.
 * @param {{ model: import("./lab.js").Model }} given
 */
export async function initialize({ model }) {
  const own = await model.widget_manager.get_model(model.get("_own_id"));
  let isDeaf = false;
  own._handle_comm_msg(NOTHING).catch(() => (isDeaf = true));
  await new Promise((done) => setTimeout(done));
  if (!isDeaf) return;
  const hear = Object.getPrototypeOf(own.constructor.prototype)._handle_comm_msg; // ipywidgets' own
  own.comm.on_msg((/** @type {unknown} */ message) => hear.call(own, message));
  own.comm.send({ method: "request_state" }, own.callbacks()); // what was missed until now
}
