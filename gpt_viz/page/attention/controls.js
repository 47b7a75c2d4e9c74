// The controls of an attention lab: which head, which way to read it, which part of a long text.

import { button, menu, slider, ticked } from "../kit/controls.js";
import { follow, made } from "../kit/elements.js";
import { move, settle } from "../kit/lab.js";
import { percent } from "../kit/numbers.js";
import { say } from "../kit/words.js";

/** @import { Lab } from "../kit/lab.js" */

const PATIENCE = 4000; // milliseconds until the kernel should have sent other tokens

/**
 * What stands beside the title.
 * @param {Lab} lab
 */
export function controls(lab) {
  const [layers, heads] = lab.model.get("_sizes");
  /** @type {(size: number) => [number | null, string][]} */
  const numbered = (size) => Array.from({ length: size }, (_, i) => [i, String(i)]);
  const steps = Array.from({ length: 101 }, (_, i) => i / 100);
  return [
    menu(lab, "layer", say("layer"), numbered(layers)),
    menu(lab, "head", say("head"), [...numbered(heads), [null, say("mean")]]),
    ticked(lab, "hide_first", say("hide the first token")),
    slider(lab, "threshold", say("threshold (%)"), steps, { read: percent, scale: 100 }),
  ];
}

/**
 * Two buttons, one of them pressed: the two ways to read a token's weights.
 * @param {Lab} lab
 */
export function choice(lab) {
  /** @type {[boolean, string][]} */
  const options = [[false, say("whom it looks at")], [true, say("who looks at it")]];
  const buttons = options.map(([value, words]) =>
    button(lab, words, () => (move(lab, { looked_at: value }), settle(lab))),
  );
  const show = () => buttons.forEach((one, i) => {
    one.setAttribute("aria-pressed", String(options[i][0] === lab.model.get("looked_at")));
  });
  follow(lab, ["looked_at"], show);
  show();
  return made("div", { class: "choice", role: "group", "aria-label": say("shades show") }, ...buttons);
}

/**
 * A long text comes in windows, which Python sends: buttons for the next and the one before.
 * @param {Lab} lab
 */
export function windows(lab) {
  const total = lab.model.get("_tokens").length, place = made("span", { class: "quiet" });
  let waiting = 0;
  const step = (/** @type {number} */ way) => () => {
    const [start, stop] = lab.model.get("_stretch"), length = stop - start;
    const to = Math.max(0, Math.min(total - length, start + way * Math.ceil(length / 2)));
    move(lab, { start: to });
    settle(lab);
    place.textContent = say("Python is asked for these tokens …");
    clearTimeout(waiting);
    waiting = setTimeout(() => missing(lab, place, start), PATIENCE);
  };
  const buttons = [button(lab, say("◂ earlier"), step(-1)), button(lab, say("later ▸"), step(1))];
  const show = () => {
    const [start, stop] = lab.model.get("_stretch");
    clearTimeout(waiting);
    place.textContent = say("tokens {start} to {last} of {total}", { start, last: stop - 1, total });
    [buttons[0].disabled, buttons[1].disabled] = [start === 0, stop === total];
  };
  follow(lab, ["_weights"], show);
  lab.signal.addEventListener("abort", () => clearTimeout(waiting));
  show();
  const [start, stop] = lab.model.get("_stretch");
  return stop - start < total ? [made("div", { class: "windows" }, ...buttons, place)] : [];
}

/**
 * @param {Lab} lab
 * @param {HTMLElement} place
 * @param {number} start
 */
function missing(lab, place, start) {
  move(lab, { start });
  place.textContent = say("These tokens would come from Python, which does not answer.");
}
