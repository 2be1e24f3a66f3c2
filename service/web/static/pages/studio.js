// @ts-check
/** The studio: choose a tool and cells, draw, do it; take it back; see who else is at work. */
import { boundsOf } from "../modules/paper-layer.js";
import { openMap } from "../modules/small-map.js";
import { Drawing, figuresOf } from "../modules/studio-drawing.js";
import { Marks } from "../modules/studio-marks.js";
import { read, written } from "../modules/studio-places.js";
import { Refused, Sender, Unreached } from "../modules/studio-sender.js";
import { number, textsOf } from "../modules/texts.js";

/** @typedef {[number, number]} Place longitude and latitude */

const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (byId(`field-${name}`));
const button = (/** @type {string} */ id) => /** @type {HTMLButtonElement} */ (byId(id));
const studio = byId("studio");
const form = /** @type {HTMLFormElement} */ (byId("edit"));
const text = textsOf();
/** @type {Record<string, [number, number]>} cells and places that each tool needs */
const needs = JSON.parse(studio.dataset.needs ?? "{}");

const POLL_MS = 4_000;
/** Locks last 90 s from the last sign. */
const SIGN_MS = 30_000;
/** More cells than these are told by their sums only. */
const MOST_EACH = 8;

const map = openMap(byId("map"));
const drawing = new Drawing(map, document.documentElement.lang.slice(0, 2));
const sender = new Sender(studio.dataset.api ?? "", studio.dataset.token ?? "");
const marks = new Marks(map, startFrom);

/** @type {string[]} codes of the chosen cells, in the order of choice */
let chosen = [];
/** @type {any} the last answer about how the draft stands */
let state = { steps: [], locks: [] };
/** Whether this page has changed the draft. */
let stepped = false;
/** Revision whose special cells are marked. */
let specialAt = -1;
let signed = "";
let signedAt = 0;

const kind = () => /** @type {string} */ (new FormData(form).get("kind"));
const named = (/** @type {string} */ which) => text(`studio-kind-${which.replace("_", "-")}`);
const places = () => read(field("places").value).places;
const metres = (/** @type {number} */ area_m2) => text("studio-square-metres", { area: number(Math.round(area_m2)) });
/** How many cells a press on the map may choose; what is pressed beyond is drawn. */
const room = () => ({ split: 1, split_in: 1, move_vertex: 1, redraw: 2, carve: 0 })[kind()] ?? Infinity;
const draws = () => needs[kind()][1] > 0;

/** @param {string} tag @param {string} words @param {string} [className] */
function element(tag, words, className = "") {
  const made = document.createElement(tag);
  made.textContent = words;
  if (className) made.className = className;
  return made;
}

/** Refusals of gis go on after a colon elsewhere. @param {string} words */
const sentence = (words) => words && words[0].toUpperCase() + words.slice(1);

/** @param {string} title @param {string} words @param {"" | "good" | "warn" | "bad"} [tone] */
function tell(title, words, tone = "") {
  const box = byId("told");
  box.className = `notice${tone ? ` notice--${tone}` : ""}`;
  byId("told-title").textContent = title;
  byId("told-text").textContent = sentence(words);
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
}

// ---- what is chosen and drawn
/** @param {string} code */
function toggle(code) {
  if (chosen.includes(code)) chosen = chosen.filter((one) => one !== code);
  else if (room() === 1) chosen = [code];
  else if (chosen.length < room()) chosen = [...chosen, code];
  showChosen();
}

function showChosen() {
  chosen = chosen.filter((code) => drawing.cells.has(code));
  if (specialAt !== drawing.revision) {
    specialAt = drawing.revision;
    marks.special([...drawing.cells.values()].filter((one) => one.properties.kind === "special"));
  }
  const features = chosen.map((code) => drawing.cells.get(code));
  marks.choose(features);
  const chips = features.map(({ id, properties }) => {
    const chip = element("button", `${drawing.nameOf(properties.community)} ${properties.short}`, "chip chip--on");
    chip.setAttribute("type", "button");
    chip.title = text("studio-clear");
    chip.addEventListener("click", () => toggle(id));
    return chip;
  });
  byId("chosen").replaceChildren(...(chips.length ? chips : [element("span", text("studio-none-chosen"), "muted small")]));
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (byId("cells").querySelectorAll("input"))) box.checked = chosen.includes(box.value);
  showVertices();
  showFigures(features);
  sign();
}

function showVertices() {
  const list = kind() === "move_vertex" ? drawing.verticesOf(chosen) : [];
  const from = places()[0]?.join() ?? "";
  marks.vertices(list, from);
  const options = list.map((place, i) => new Option(`${i + 1} · ${written(place)}`, written(place), false, place.join() === from));
  field("vertex").replaceChildren(new Option(text("studio-vertex-none"), ""), ...options);
}

/** @param {Place} place a vertex that is to be moved */
function startFrom(place) {
  write([place, ...places().slice(1)]);
}

/** @param {Place[]} several */
function write(several) {
  field("places").value = several.map(written).join("\n");
  showPlaces();
}

function showPlaces() {
  marks.fault(null, "");
  marks.draw(draws() ? places() : [], kind() === "carve");
  showVertices();
  sign();
}

/** @param {any[]} features of the chosen cells */
function showFigures(features) {
  const all = !features.length;
  const told = figuresOf(all ? [...drawing.cells.values()] : features);
  byId("figures-of").textContent = text(all ? "studio-figures-all" : "studio-figures-chosen");
  /** @type {[string, string][]} */
  const rows = [
    ["studio-count", number(told.count)],
    all ? ["studio-median", metres(told.median_m2)] : ["studio-area-total", metres(told.area_m2)],
    ["studio-compactness-mean", told.compactness.toFixed(2)],
  ];
  if (told.special) rows.push(["studio-special-count", number(told.special)]);
  if (told.households !== null) rows.push(["studio-households", number(told.households)]);
  byId("figures").replaceChildren(...rows.flatMap(([key, value]) => [element("dt", text(key)), element("dd", value)]));
  const each = byId("each");
  each.hidden = all || features.length > MOST_EACH;
  each.querySelector("tbody")?.replaceChildren(
    ...(each.hidden ? [] : features).map(({ properties: p }) => {
      const row = document.createElement("tr");
      row.append(element("td", p.name || p.short), element("td", metres(p.area_m2), "is-number"), element("td", p.compactness.toFixed(2), "is-number"));
      return row;
    }),
  );
}

function showTool() {
  byId("hint").textContent = text(`studio-hint-${kind().replace("_", "-")}`);
  byId("cells-part").hidden = kind() === "carve";
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-for]"))) part.hidden = !part.dataset.for?.split(" ").includes(kind());
  if (chosen.length > room()) chosen = chosen.slice(0, room());
  write([]);
  showChosen();
}

function fillCells() {
  const community = field("community").value;
  byId("cells").replaceChildren(
    ...[...drawing.cells.values()]
      .filter((one) => one.properties.community === community)
      .map(({ id, properties: p }) => {
        const label = element("label", "", "choice");
        const box = document.createElement("input");
        box.type = "checkbox";
        box.value = id;
        box.disabled = p.micro;
        box.checked = chosen.includes(id);
        box.addEventListener("change", () => {
          toggle(id);
          box.checked = chosen.includes(id);
        });
        label.append(box, p.kind === "special" ? `${p.short} ${p.name || text("studio-special")}` : p.short);
        const item = document.createElement("li");
        item.append(label);
        return item;
      }),
  );
}

// ---- steps
/** @param {"edits" | "undo" | "redo"} what @param {any} body */
async function send(what, body) {
  if (sender.busy || sender.waiting) return;
  await settle(() => sender.step(what, body), what, body);
}

/** @param {() => Promise<any>} ask @param {string} what @param {any} body */
async function settle(ask, what, body) {
  marks.fault(null, "");
  form.setAttribute("aria-busy", "true");
  try {
    const step = await ask();
    stepped = true;
    const next = step.revision === drawing.revision + 1;
    if (next) drawing.follow(step);
    else await takeIn();
    if (what === "edits") write([]);
    chosen = what === "edits" && next ? (step.created.length ? step.created : chosen).slice(0, room()) : [];
    tell(
      text({ edits: "studio-done", undo: "studio-undone", redo: "studio-redone" }[what] ?? "", { kind: named(step.kind) }),
      text("studio-done-text", { created: step.created.length, changed: step.changed.length, removed: step.removed.length }),
      "good",
    );
    fillCells();
    showChosen();
    await look();
  } catch (error) {
    if (what === "edits") restore(body);
    if (error instanceof Refused) await refused(error);
    else if (!(error instanceof Unreached)) throw error;
  } finally {
    form.removeAttribute("aria-busy");
    showWaiting();
  }
}

/** Set the form as an edit was drawn: the page may have been loaded again since. @param {any} body */
function restore(body) {
  const tool = /** @type {HTMLInputElement} */ (form.querySelector(`[name=kind][value=${body.kind}]`));
  if (tool.checked && field("places").value) return;
  tool.checked = true;
  showTool();
  chosen = body.cells;
  if (body.kind === "split_in") field("parts").value = body.parts;
  if (body.kind === "carve") field("name").value = body.name;
  write(body.places);
  showChosen();
}

/** @param {Refused} error */
async function refused({ problem, status }) {
  const moved = String(problem.type).endsWith("/area-draft-moved");
  if (moved) {
    await takeIn();
    tell(text("studio-newer"), text("studio-newer-text"), "warn");
    await look();
    return;
  }
  tell(problem.title, problem.detail, status === 409 ? "warn" : "bad");
  marks.fault(problem.place ?? null, sentence(problem.detail));
}

function showWaiting() {
  const parcel = sender.waiting;
  byId("waiting").hidden = !parcel || sender.busy;
  if (parcel) byId("waiting-what").textContent = text("studio-waiting-text", { kind: parcel.what === "edits" ? named(parcel.body.kind) : text(`studio-${parcel.what}`) });
  button("apply").disabled = Boolean(parcel) || state.draft === false;
  const taken = state.steps.filter((/** @type {any} */ step) => !step.undone).length;
  button("undo").disabled = Boolean(parcel) || !taken;
  button("redo").disabled = Boolean(parcel) || taken === state.steps.length;
}

/** Send what waits, now that the server may be reached. */
async function again() {
  const parcel = sender.waiting;
  if (parcel && !sender.busy) await settle(() => sender.again(), parcel.what, parcel.body);
}

async function takeIn() {
  drawing.take(await sender.ask("drawing"));
  fillCells();
  showChosen();
}

// ---- who is at work, and how the draft stands
async function look() {
  state = await sender.ask("");
  if (!state.draft) tell(text("studio-over"), text("studio-over-text"), "warn");
  if (state.revision !== drawing.revision && !sender.busy) {
    await takeIn();
    tell(text("studio-newer"), text("studio-newer-text"), "warn");
  }
  showState();
}

function showState() {
  const time = (/** @type {string} */ at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const locks = state.locks.map((/** @type {any} */ lock) => {
    const facts = { community: drawing.nameOf(lock.community), name: lock.by };
    const item = element("li", text(lock.mine ? "studio-lock-mine" : "studio-lock", facts));
    item.append(element("small", text("studio-until", { time: time(lock.until) })));
    return item;
  });
  byId("locks").replaceChildren(...(locks.length ? locks : [element("li", text("studio-nobody"), "muted")]));
  const others = new Set(state.locks.filter((/** @type {any} */ lock) => !lock.mine).map((/** @type {any} */ lock) => lock.community));
  marks.lock(drawing.communities.features.filter((/** @type {any} */ one) => others.has(one.id)));
  const steps = [...state.steps].reverse().map((/** @type {any} */ step) => {
    const item = element("li", text("studio-step", { number: step.number, kind: named(step.kind) }), step.undone ? "is-undone" : "");
    item.append(element("small", `${step.by} · ${time(step.at)}`));
    return item;
  });
  byId("steps").replaceChildren(...(steps.length ? steps : [element("li", text("studio-no-steps"), "muted")]));
  showWaiting();
}

/** Say in which communities this clerk is at work, where that changed or is long ago. */
async function sign() {
  const codes = [...chosen, ...places().map((place) => drawing.at(place))].filter(Boolean);
  const communities = [...new Set(codes.map((code) => drawing.communityOf(code)))].sort();
  const now = communities.join();
  if (now === signed && (!now || Date.now() - signedAt < SIGN_MS)) return;
  [signed, signedAt] = [now, Date.now()];
  try {
    state.locks = await sender.ask("locks", "PUT", { communities });
    showState();
  } catch (error) {
    if (error instanceof Refused) await refused(error);
    else if (!(error instanceof Unreached)) throw error;
  }
}

async function poll() {
  try {
    if (!document.hidden && !sender.busy) {
      await look();
      await again();
      await sign();
    }
  } catch (error) {
    if (error instanceof Refused) {
      // Signed out, or the draft is gone: said once.
      if (byId("told-title").textContent !== error.problem.title) tell(error.problem.title, error.problem.detail, "warn");
    } else if (!(error instanceof Unreached)) throw error;
  } finally {
    setTimeout(poll, POLL_MS);
  }
}

// ---- hands
form.addEventListener("change", (event) => {
  const { name } = /** @type {HTMLInputElement} */ (event.target);
  if (name === "kind") showTool();
  if (name === "community") fillCells();
  if (name === "vertex" && field("vertex").value) startFrom(read(field("vertex").value).places[0]);
});
field("places").addEventListener("input", showPlaces);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { places: drawn, unfit } = read(field("places").value);
  if (draws() && unfit) {
    tell(text("studio-edit-incomplete"), text("studio-places-unfit", { line: unfit }), "bad");
    field("places").focus();
    return;
  }
  const [cells, least] = needs[kind()];
  if ((kind() === "carve" || kind() === "move_vertex" ? 0 : chosen.length) < cells || (least && drawn.length < least)) {
    tell(text("studio-edit-incomplete"), text("studio-edit-incomplete-detail", { cells, places: least }), "bad");
    return;
  }
  send("edits", {
    revision: drawing.revision,
    kind: kind(),
    cells: kind() === "carve" || kind() === "move_vertex" ? [] : chosen,
    places: draws() ? drawn : [],
    parts: kind() === "split_in" ? Number(field("parts").value) : 0,
    name: kind() === "carve" ? field("name").value : "",
  });
});
const undo = () => send("undo", { revision: drawing.revision });
const redo = () => send("redo", { revision: drawing.revision });
const clear = () => {
  chosen = [];
  write([]);
  showChosen();
};
button("undo").addEventListener("click", undo);
button("redo").addEventListener("click", redo);
button("clear").addEventListener("click", clear);
button("again").addEventListener("click", again);
button("drop").addEventListener("click", () => {
  sender.drop();
  showWaiting();
});
window.addEventListener("online", again);
// Who leaves without a word gives the locks back too, and has who follows listed anew.
const done = /** @type {HTMLFormElement} */ (byId("finish"));
let left = false;
done.addEventListener("submit", () => (left = true));
window.addEventListener("pagehide", () => {
  if (!left && (stepped || signed)) navigator.sendBeacon(done.action, new FormData(done));
});
window.addEventListener("resize", () => map.invalidateSize());
document.addEventListener("keydown", (event) => {
  // Within a text the keys take back letters.
  if (/** @type {Element} */ (event.target).matches("textarea, input[type=text], input[type=number]")) return;
  const z = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
  const y = event.key.toLowerCase() === "y" && event.ctrlKey;
  if (!z && !y && event.key !== "Escape") return;
  event.preventDefault();
  if (event.key === "Escape") clear();
  else if (y || event.shiftKey) redo();
  else undo();
});
map.on("click", (/** @type {any} */ { latlng }) => {
  const { lng, lat } = latlng.wrap();
  /** @type {Place} */
  const place = [Number(lng.toFixed(7)), Number(lat.toFixed(7))];
  const code = drawing.at(place);
  if (code && chosen.length < room()) toggle(code);
  else if (!draws()) code && toggle(code);
  else if (kind() === "move_vertex") places().length && write([places()[0], place]);
  else write([...places(), place]);
});

/** Keep the map's place in the address, without a step of history for each move. */
function rememberPlace() {
  const { lat, lng } = map.getCenter();
  history.replaceState(history.state, "", `#map=${map.getZoom()}/${lat.toFixed(6)}/${lng.toFixed(6)}`);
}

async function start() {
  map.doubleClickZoom.disable();
  drawing.take(await sender.ask("drawing"));
  const paper = drawing.paper;
  if (!paper) return;
  const whole = boundsOf(paper.box);
  map.setMaxBounds(whole.pad(0.6));
  const [zoom, lat, lng] = location.hash.startsWith("#map=") ? location.hash.slice(5).split("/").map(Number) : [];
  if (Number.isFinite(zoom + lat + lng)) map.setView([lat, lng], zoom);
  else map.fitBounds(whole, { padding: [24, 24], animate: false });
  map.on("moveend", rememberPlace);
  rememberPlace();
  drawing.show();
  field("community").replaceChildren(...[...paper.communities.values()].map((one) => new Option(one.name, one.code)));
  fillCells();
  showTool();
  byId("busy").hidden = true;
  await look();
  studio.dataset.ready = "map";
  const parcel = sender.waiting;
  if (parcel?.what === "edits") restore(parcel.body);
  await again();
  setTimeout(poll, POLL_MS);
}

start().catch((error) => {
  byId("busy").textContent = text("map-failed");
  throw error;
});
