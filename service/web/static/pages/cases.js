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

/** @param {HTMLElement} row */
const placeOf = (row) => ({ lon: Number(row.dataset.lon), lat: Number(row.dataset.lat) });

/** @param {string} number */
function choose(number) {
  for (const row of rows) row.classList.toggle("is-chosen", row.dataset.number === number);
  for (const [one, mark] of marks) mark.getElement()?.classList.toggle("is-chosen", one === number);
  const row = rows.find((one) => one.dataset.number === number);
  division?.choose(row?.dataset.cell ?? "");
}

async function open() {
  try {
    const map = openMap(element);
    division = await drawDivision(map, element.dataset.division ?? "");
    const fit = () => division.show(rows.length ? boundsAround(rows.map(placeOf)) : division.bounds, 15);
    // On a phone the map begins hidden, so its view can be fitted only once it has a size.
    let fitted = element.clientWidth > 0;
    fit();
    for (const row of rows) {
      const label = row.querySelector("b")?.textContent ?? "";
      const mark = caseMark(placeOf(row), row.dataset.status ?? "", label, element.dataset.icons ?? "");
      mark.on("mouseover", () => choose(row.dataset.number ?? ""));
      mark.on("click", () => {
        choose(row.dataset.number ?? "");
        show("list");
        row.scrollIntoView({ block: "center" });
        row.focus({ preventScroll: true });
      });
      mark.addTo(map);
      marks.set(row.dataset.number ?? "", mark);
    }
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

for (const row of rows) {
  for (const kind of ["mouseenter", "focus"]) row.addEventListener(kind, () => choose(row.dataset.number ?? ""));
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
open();
