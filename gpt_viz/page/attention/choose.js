// What a click chooses, wherever it is.

import { move, settle } from "../kit/lab.js";

/** @import { Lab } from "../kit/lab.js" */

/**
 * Show another head; `head` null is the mean of a layer. What is not named stays.
 * @param {Lab} lab
 * @param {{ layer: number, head?: number | null }} place
 */
export function openHead(lab, place) {
  move(lab, place);
  settle(lab);
}

/**
 * The token in this place becomes the one whose weights are shown; the same one again, none.
 * @param {Lab} lab
 * @param {number | null} position
 */
export function choose(lab, position) {
  move(lab, { position: position === lab.model.get("position") ? null : position });
  settle(lab);
}
