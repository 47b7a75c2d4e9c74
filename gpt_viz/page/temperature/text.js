// The text that was read: each of its tokens can be the one to go on after.

import { follow, listen, made } from "../kit/elements.js";
import { move, settle } from "../kit/lab.js";
import { say } from "../kit/words.js";

/** @import { Lab } from "../kit/lab.js" */

/**
 * The text; a click on a token moves there. Hidden where there is one place only.
 * @param {Lab} lab
 */
export function textRow(lab) {
  const name = say("the text; choose the token to go on after");
  const element = made("div", { class: "text", role: "listbox", "aria-label": name });
  const go = (/** @type {number} */ position) => (move(lab, { position }), settle(lab));
  const draw = () => {
    const { first, pieces } = lab.model.get("_window");
    element.hidden = pieces.length < 2;
    element.replaceChildren(...pieces.map((/** @type {string} */ piece, /** @type {number} */ i) =>
      made("span", { role: "option", "data-position": first + i }, piece)));
  };
  listen(lab, element, "click", (event) => {
    const chosen = event.target.closest("[data-position]");
    if (chosen) go(Number(chosen.dataset.position));
  });
  listen(lab, element, "keydown", (event) => {
    /** @type {Record<string, number>} */
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };
    const step = steps[event.key];
    /** @type {HTMLElement | null} */
    const to = element.querySelector(`[data-position="${lab.model.get("position") + step}"]`);
    if (step) event.preventDefault();
    if (!to) return;
    go(Number(to.dataset.position));
    paint();
    to.focus();
  });
  const paint = () => {
    for (const token of /** @type {HTMLElement[]} */ ([...element.children])) {
      const isHere = Number(token.dataset.position) === lab.model.get("position");
      token.setAttribute("aria-selected", String(isHere));
      token.tabIndex = isHere ? 0 : -1;
    }
  };
  follow(lab, ["_window"], draw);
  draw();
  return { element, paint };
}
