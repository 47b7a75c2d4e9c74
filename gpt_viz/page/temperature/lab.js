// TemperatureLab: what T, top-k and top-p do to the whole vocabulary, as bars that follow at once.

import { made } from "../kit/elements.js";
import { initialize } from "../kit/hearing.js";
import { opened, repainted, voice } from "../kit/lab.js";
import { say } from "../kit/words.js";
import { column } from "./column.js";
import { controls } from "./controls.js";
import { drawing } from "./draws.js";
import { textRow } from "./text.js";
import { reader } from "./values.js";
import { drawsWords, foreseenWords, viewsWords } from "./words.js";

const PAINTED_BY = [
  "temperature", "compare", "top_k", "top_p", "top", "log", "position", "token",
  "seed", "draws", "_logits", "_window",
];

/** @param {{ model: import("../kit/lab.js").Model, el: HTMLElement }} given */
function render({ model, el }) {
  const lab = opened(model, el, say("temperature lab"));
  lab.root.classList.add("temperature-lab");
  const speak = voice(lab);
  const heading = made("h3", {}), foreseen = made("p", { class: "quiet goes-on" });
  const text = textRow(lab);
  const columns = [column(lab, "temperature"), column(lab, "compare")];
  const panels = made("div", { class: "columns" }, ...columns.map((one) => one.element));
  const tally = made("span", { class: "quiet", role: "status" });
  lab.root.append(heading, text.element, foreseen, controls(lab), panels, drawing(lab, tally));
  const read = reader(model);
  repainted(lab, PAINTED_BY, () => {
    const views = read();
    heading.textContent = views[0].heading;
    text.paint();
    foreseen.textContent = foreseenWords(views);
    columns.forEach((one, i) => one.paint(views[i]));
    panels.classList.toggle("two", views.length > 1);
    tally.textContent = drawsWords(views);
    speak(viewsWords(views));
  });
  return lab.end;
}

export default { initialize, render };
