// Elements, and what they listen to: all of it ends with the view.

/** @import { Lab } from "./lab.js" */
/** @typedef {Record<string, string | number | boolean | undefined>} Attributes */

/**
 * An HTML element. Strings inside become text, never markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes] true stands alone, what is false or undefined is left out
 * @param {...(Node | string)} inside
 */
export function made(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  // JupyterLab's shortcuts are for the notebook: here, D D must not delete the cell. It looks for
  // this on the element that has the focus, not around it.
  const canFocus = element.matches("button, input, select, textarea, [role=option], [tabindex]");
  if (canFocus) element.setAttribute("data-lm-suppress-shortcuts", "true");
  element.append(...inside);
  return element;
}

/**
 * Call `act` on an event of the element, until the view ends.
 * @param {Lab} lab
 * @param {EventTarget} element
 * @param {string} event
 * @param {(event: any) => void} act
 */
export function listen(lab, element, event, act) {
  element.addEventListener(event, act, { signal: lab.signal });
}

/**
 * Call `act` whenever one of the named traits changes, in the page or from Python.
 * @param {Lab} lab
 * @param {string[]} names
 * @param {() => void} act
 */
export function follow(lab, names, act) {
  for (const name of names) {
    lab.model.on(`change:${name}`, act);
    lab.signal.addEventListener("abort", () => lab.model.off(`change:${name}`, act));
  }
}
