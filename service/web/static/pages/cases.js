// @ts-check
/** /cases: the list and the map show the same cases, and the same one chosen. */
import { boundsAround, caseMark, drawDivision, openMap } from "../modules/small-map.js";

const frame = /** @type {HTMLElement} */ (document.querySelector("[data-cases]"));
const element = /** @type {HTMLElement} */ (frame.querySelector("[data-map]"));
const rows = /** @type {HTMLElement[]} */ ([...frame.querySelectorAll(".case-row")]);
/** @type {Map<string, any>} */
const marks = new Map();
/** @type {any} */
let division = null;
/** @type {any} */
let map = null;

/** @param {HTMLElement} row */
const placeOf = (row) => ({ lon: Number(row.dataset.lon), lat: Number(row.dataset.lat) });

/** @param {string} number @param {{toMap?: boolean, keep?: boolean}} [how] */
function choose(number, { toMap = false, keep = false } = {}) {
  for (const row of rows) row.classList.toggle("is-chosen", row.dataset.number === number);
  for (const [one, mark] of marks) mark.getElement()?.classList.toggle("is-chosen", one === number);
  const row = rows.find((one) => one.dataset.number === number);
  division?.choose(row?.dataset.cell ?? "");
  if (toMap) map?.panInside(marks.get(number)?.getLatLng(), { padding: [60, 60] });
  // The chosen case is in the address, so that Back from its page finds it chosen again.
  if (keep && row) history.replaceState(null, "", `#${row.id}`);
}

/** @param {HTMLElement} row */
function goTo(row) {
  choose(row.dataset.number ?? "", { keep: true });
  show("list");
  row.scrollIntoView({ block: "center" });
  row.focus({ preventScroll: true });
}

async function open() {
  try {
    map = openMap(element);
    division = await drawDivision(map, element.dataset.division ?? "");
    const fit = () => division.show(rows.length ? boundsAround(rows.map(placeOf)) : division.bounds, 15);
    // On a phone the map begins hidden, so its view can be fitted only once it has a size.
    let fitted = element.clientWidth > 0;
    fit();
    for (const row of rows) {
      const label = row.querySelector("b")?.textContent ?? "";
      const mark = caseMark(placeOf(row), row.dataset.status ?? "", label, element.dataset.icons ?? "");
      mark.on("mouseover", () => choose(row.dataset.number ?? ""));
      mark.on("click", () => goTo(row));
      mark.addTo(map);
      mark.getElement()?.addEventListener("focus", () => choose(row.dataset.number ?? ""));
      marks.set(row.dataset.number ?? "", mark);
    }
    const linked = rows.find((row) => `#${row.id}` === location.hash);
    if (linked) choose(linked.dataset.number ?? "", { toMap: true });
    new ResizeObserver(() => {
      map.invalidateSize();
      if (!fitted && element.clientWidth > 0) {
        fitted = true;
        fit();
      }
    }).observe(element);
  } catch {
    element.classList.add("is-broken");
    element.textContent = element.dataset.failed ?? "";
  }
}

for (const [at, row] of rows.entries()) {
  const number = row.dataset.number ?? "";
  row.addEventListener("mouseenter", () => choose(number));
  row.addEventListener("focus", () => choose(number, { toMap: true, keep: true }));
  row.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || !rows[at + step]) return;
    event.preventDefault();
    rows[at + step].focus();
  });
}
for (const pick of frame.querySelectorAll("select")) {
  pick.addEventListener("change", () => pick.form?.requestSubmit());
}

const toggle = /** @type {HTMLButtonElement} */ (frame.querySelector("[data-toggle-map]"));
const words = /** @type {HTMLElement} */ (toggle.querySelector("span"));
const toMap = words.textContent ?? "";
toggle.hidden = false;
/** @param {string} view */
function show(view) {
  frame.dataset.view = view;
  words.textContent = view === "map" ? (toggle.dataset.other ?? "") : toMap;
}
toggle.addEventListener("click", () => show(frame.dataset.view === "map" ? "list" : "map"));
// On a phone the tabs are wider than the screen.
frame.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
open();
