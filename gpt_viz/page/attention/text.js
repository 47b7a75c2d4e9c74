// The text itself, each token shaded by its weight, and what can be seen in words.

const IN_WORDS = 4; // so many tokens are named in a sentence

/** The text of a lab: its `tokens`, its `words`, and `paint`. `point` is told which token the pointer is on. */
function textOf(lab, view, point) {
  const tokens = made("div", { class: "tokens", role: "listbox", "aria-label": "tokens" });
  const words = made("p", { class: "words" });
  const text = { lab, view, tokens, words, key: "" };
  listen(lab, tokens, "pointerover", (event) => {
    const position = placeOf(event.target);
    point(position === null ? null : { row: position, column: position });
  });
  listen(lab, tokens, "pointerleave", () => point(null));
  listen(lab, tokens, "click", (event) => {
    if (placeOf(event.target) !== null) choose(lab, placeOf(event.target));
  });
  listen(lab, tokens, "keydown", (event) => chooseByKey(text, event));
  return { tokens, words, paint: () => paintText(text) };
}

function placeOf(element) {
  return "position" in element.dataset ? Number(element.dataset.position) : null;
}

/** The arrow keys choose the next token or the one before, Escape none. */
function chooseByKey({ lab, view, tokens }, event) {
  const { columns } = view.data, last = columns.length - 1;
  const at = columns.indexOf(placeOf(event.target) ?? view.position);
  const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last };
  if (!(event.key in steps) && event.key !== "Escape") return;
  event.preventDefault();
  const to = Math.max(0, Math.min(last, steps[event.key]));
  move(lab, { position: event.key === "Escape" ? null : columns[to] });
  settle(lab);
  if (event.key !== "Escape") tokens.children[to].focus();
}

function paintText(text) {
  const { view, tokens, words } = text, { data, look, colours, threshold } = view;
  if (text.key !== view.dataKey) {
    tokens.replaceChildren(...data.columns.map((place) => chip(place, view.tokens[place])));
    tokens.classList.toggle("cut", data.start > 0);
    text.key = view.dataKey;
  }
  const reached = data.columns.includes(view.position) ? view.position : data.columns.at(-1);
  [...tokens.children].forEach((element, i) => {
    const place = data.columns[i], weight = look[i], isSeen = weight >= threshold;
    element.style.background = isSeen ? colours.shades[shadeOf(weight)] : "";
    element.style.color = isSeen ? colours.inks[shadeOf(weight)] : "";
    element.dataset.weight = isSeen ? String(weight) : "";
    element.classList.toggle("read", place === view.read);
    element.setAttribute("aria-selected", place === view.position);
    element.setAttribute("aria-label", isSeen ? `${view.tokens[place]}, ${percent(weight)}` : view.tokens[place]);
    element.tabIndex = place === reached ? 0 : -1;
  });
  words.textContent = view.words;
}

function chip(place, name) {
  return made("span", { role: "option", "data-position": place }, name);
}

/** A sentence on what is seen: of the cell under the pointer, or of the token that is read. */
function inWords(view) {
  const { data, hover, read } = view;
  if (read === null) return "Point at a token, or choose one: its weights are the shades.";
  if (!hover?.isCell && !data.columns.includes(read)) return `${quoted(view, read)} is not among these tokens.`;
  const told = hover?.isCell ? ofCell(view) : ofToken(view);
  return `${view.hideFirst ? "Without the first token: " : ""}${told}.`;
}

function ofToken(view) {
  const { data, pattern, look, lookedAt, read, threshold } = view, name = quoted(view, read);
  const all = largest(look, data.columns.length), seen = all.filter((i) => look[i] >= threshold);
  if (seen.length === 0) return `${name} ${whyNothing(view, all.length)}`;
  const told = seen.slice(0, IN_WORDS).map((i) => `${quoted(view, data.columns[i])} ${percent(look[i])}`);
  if (seen.length > IN_WORDS) told.push(`and ${seen.length - IN_WORDS} more`);
  const hidden = all.length - seen.length, before = lookedAt ? 0 : pattern.earlier[read - data.start];
  if (hidden) told.push(`and ${hidden} below the threshold`);
  const unseen = before > 0 ? `; ${percent(before)} goes to tokens between the first and these` : "";
  return `${name} ${lookedAt ? "is looked at by" : "looks at"} ${told.join(", ")}${unseen}`;
}

/** Why no token is shaded for the one that is read, which has so many weights. */
function whyNothing({ data, read, lookedAt, hideFirst, threshold }, weights) {
  if (weights) return `has no weight of ${percent(threshold)} or more`;
  if (hideFirst && lookedAt && read === 0) return "is left out";
  if (!lookedAt && read < data.start) return "looked before these tokens";
  return hideFirst && !lookedAt ? "looks at nothing else" : "has no weight here";
}

function ofCell(view) {
  const { data, pattern, hover } = view;
  const at = (hover.row - data.start) * pattern.width + data.columns.indexOf(hover.column);
  const weight = pattern.weights[at], names = [hover.row, hover.column].map((place) => quoted(view, place));
  if (weight >= 0) return `${names[0]} looks at ${names[1]}: ${(100 * weight).toFixed(2)} %`;
  const isLeftOut = view.hideFirst && hover.column === 0;
  return `${names[0]} ${isLeftOut ? `looks at ${names[1]}, which is left out` : `may not look at ${names[1]}`}`;
}

function quoted(view, place) {
  return `“${view.tokens[place]}”`;
}

function named(layer, head) {
  return head === null ? `layer ${layer}, the mean of its heads` : `layer ${layer}, head ${head}`;
}
