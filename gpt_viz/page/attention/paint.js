// Canvases, and the colours of weights: they follow the page's theme.

const SHADE_NAMES = ["paper", "half", "full"]; // weights of 0, a half and 1
const STEPS = 255;

/** The theme's colours as the page computes them, and a shade for each weight. */
function coloursOf(lab) {
  const probe = made("i", { hidden: true });
  lab.root.append(probe);
  const found = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const names = ["ink", "paper", "quiet", "faint", "chosen", "masked", "half", "full"];
  const colours = Object.fromEntries(names.map((name) => [name, found(name)]));
  colours.font = getComputedStyle(probe).getPropertyValue("--mono");
  probe.remove();
  const stops = SHADE_NAMES.map((name) => channels(colours[name]));
  const shades = Array.from({ length: STEPS + 1 }, (_, i) => mixed(stops, i / STEPS));
  colours.shades = shades.map((shade) => `rgb(${shade.join()})`);
  colours.inks = shades.map((shade) => readableOn(shade, [colours.ink, colours.paper]));
  colours.pixels = Uint32Array.from([...shades, channels(colours.masked)], pixelOf);
  colours.key = Object.values(names.map((name) => colours[name])).join();
  return colours;
}

function channels(colour) {
  return colour.match(/[\d.]+/g).slice(0, 3).map(Number);
}

function mixed([none, half, full], weight) {
  const [from, to] = weight < 0.5 ? [none, half] : [half, full];
  const part = weight < 0.5 ? 2 * weight : 2 * weight - 1;
  return from.map((channel, i) => Math.round(channel + part * (to[i] - channel)));
}

/** An opaque colour as the bytes of a canvas, red first. */
function pixelOf([red, green, blue]) {
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0];
}

/** The number of a weight's shade; one more than all of them where there is no weight. */
function shadeOf(weight) {
  return weight >= 0 ? Math.round(STEPS * Math.min(1, weight)) : STEPS + 1;
}

/** Of two inks the one that can be read better on a shade (WCAG 2.2). */
function readableOn(shade, inks) {
  const ground = luminance(shade);
  const contrasts = inks.map((ink) => {
    const light = luminance(channels(ink));
    return (Math.max(light, ground) + 0.05) / (Math.min(light, ground) + 0.05);
  });
  return contrasts[0] >= contrasts[1] ? inks[0] : inks[1];
}

/** How light a colour is, from 0 to 1 (WCAG 2.2). */
function luminance(colour) {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Weights as an image, one pixel each; what is below the threshold is blank. */
function shaded(weights, width, height, { pixels }, threshold = 0) {
  const image = made("canvas", { width, height }), painted = new Uint32Array(width * height);
  for (let i = 0; i < painted.length; i++) {
    painted[i] = pixels[shadeOf(weights[i] < threshold ? 0 : weights[i])];
  }
  const data = new ImageData(new Uint8ClampedArray(painted.buffer), width, height);
  image.getContext("2d").putImageData(data, 0, 0);
  return image;
}

/** Make a canvas so large (in CSS pixels), sharp on this screen and blank; gives its pen. */
function sized(canvas, width, height) {
  const ratio = devicePixelRatio, pen = canvas.getContext("2d");
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.imageSmoothingEnabled = false;
  return pen;
}
