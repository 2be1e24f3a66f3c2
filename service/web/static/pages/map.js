// @ts-check
/** The map page: a chosen cell, what lies around it, and an address for every state of it. */
import { CaseMarks } from "../modules/case-marks.js";
import { combobox } from "../modules/combobox.js";
import { Measure } from "../modules/measure.js";
import { boundsOf, coveredBy, PaperLayer } from "../modules/paper-layer.js";
import { Paper } from "../modules/paper.js";
import { Panel } from "../modules/panel.js";
import { number, textsOf } from "../modules/texts.js";
import { toast } from "../modules/toast.js";

/** @typedef {import("../modules/paper.js").Cell} Cell */
/**
 * @typedef {{kind: string, title: string, title_en?: string, detail: string, detail_en?: string,
 *   code: string, bounds: [number, number, number, number] | null, point: [number, number] | null}} Answer
 */

/** @type {any} Leaflet 1.9 puts itself here. */
const L = /** @type {any} */ (window).L;
const text = textsOf();
const locale = document.documentElement.lang.slice(0, 2);
const page = /** @type {HTMLElement} */ (document.getElementById("map-page"));
const { cells: cellsUrl = "", communities: communitiesUrl = "", draft = "", icons = "", staff = "" } = page.dataset;
/** @type {Record<string, string>} */
const categories = JSON.parse(document.getElementById("categories")?.textContent ?? "{}");
const phone = matchMedia("(max-width: 760px)");
const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** Zoom at which a single cell found by name is shown. */
const NEAR_ZOOM = 17;
const SAY_MS = 6000;
/** What the page lays over the map: no name is written under it. */
const LAID_OVER = ".controls__group, .legend, .search, .map-note, .map-scale, .panel";

const map = L.map("map", {
  zoomControl: false,
  attributionControl: false,
  zoomSnap: 0.25,
  zoomDelta: 1,
  wheelPxPerZoomLevel: 90,
  maxZoom: 19,
  minZoom: 9,
  maxBoundsViscosity: 0.6,
  preferCanvas: false,
});
const panel = new Panel(byId("panel"));

/** @param {string} url @param {RequestInit} [options] @returns {Promise<Response>} */
async function fetched(url, options = {}) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${response.status} from ${url}`);
  return response;
}
const json = async (/** @type {string} */ url, /** @type {RequestInit} */ options = {}) => (await fetched(url, options)).json();

/** @type {Paper} */
let paper;
/** @type {any} */
let layer;
/** @type {CaseMarks} */
let marks;
/** The cell in the address now; empty where none is chosen. */
let chosenCode = new URL(location.href).searchParams.get("cell") ?? "";
let asking = new AbortController();

/** Keep the map's place in the address, without a step of history for each move. */
function rememberPlace() {
  const { lat, lng } = map.getCenter();
  const url = new URL(location.href);
  url.hash = `map=${map.getZoom()}/${lat.toFixed(5)}/${lng.toFixed(5)}`;
  history.replaceState(history.state, "", url);
}

/** @returns {{zoom: number, place: [number, number]} | null} */
function placeOfAddress() {
  const found = /^#map=([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(location.hash);
  return found && { zoom: Number(found[1]), place: [Number(found[2]), Number(found[3])] };
}

/** @param {[number, number, number, number]} box @param {number} [maxZoom] */
function show(box, maxZoom = NEAR_ZOOM) {
  map.fitBounds(boundsOf(box), { maxZoom, ...margins() });
}

/** @returns {object} so that a phone's sheet does not cover what is shown */
function margins() {
  const sheet = Math.min(byId("panel").offsetHeight, map.getSize().y * 0.72);
  const room = phone.matches ? [24, panel.size === "peek" ? 200 : sheet + 16] : [60, 60];
  return { paddingTopLeft: phone.matches ? [24, 64] : [60, 60], paddingBottomRight: room };
}

/** @returns {object} so that neither the legend nor the controls cover the district, where there is room */
function aroundDistrict() {
  if (phone.matches) return { paddingTopLeft: [8, 64], paddingBottomRight: [64, 190] };
  const legend = map.getSize().x >= 820 ? 176 : 24;
  return { paddingTopLeft: [legend, 24], paddingBottomRight: [80, 40] };
}

/** Write the chosen cell into the address as a step that "back" undoes. @param {string} code */
function rememberChoice(code) {
  const url = new URL(location.href);
  if (code) url.searchParams.set("cell", code);
  else url.searchParams.delete("cell");
  history.pushState(null, "", url);
}

/** @param {string} code */
async function showPanel(code) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const waiting = setTimeout(() => panel.showTemplate("panel-loading"), 120);
  try {
    const query = new URLSearchParams({ lang: locale, ...(draft && { division: draft }) });
    const response = await fetched(`/cells/${encodeURIComponent(code)}/panel?${query}`, { signal });
    const html = await response.text();
    clearTimeout(waiting);
    panel.showHtml(html);
    nameDocument();
  } catch (error) {
    clearTimeout(waiting);
    if (signal.aborted) return;
    panel.showTemplate("panel-failed");
    throw error;
  }
}

function nameDocument() {
  const name = panel.content.querySelector("[data-name]");
  const brand = document.title.split(" · ").at(-1) ?? "";
  document.title = `${name instanceof HTMLElement ? name.dataset.name : text("map-title")} · ${brand}`;
}

/** @type {DocumentFragment | null} the district's panel as the server wrote it */
let district = null;
function showDistrict() {
  asking.abort();
  if (district) panel.content.replaceChildren(district.cloneNode(true));
  nameDocument();
  countOpen();
}

/**
 * Choose a cell, or none with an empty code.
 * @param {string} code
 * @param {{remember?: boolean, focus?: boolean}} [how]
 */
function choose(code, { remember = true, focus = false } = {}) {
  if (code && !paper.cells.has(code)) return;
  chosenCode = code;
  panel.size = code ? (panel.size === "full" ? "full" : "half") : "peek";
  layer.choose(code ? (paper.cells.get(code) ?? null) : null);
  if (remember) rememberChoice(code);
  if (!code) showDistrict();
  else showPanel(code).then(() => focus && panel.content.focus({ preventScroll: true }));
  if (code) keepInSight(/** @type {Cell} */ (paper.cells.get(code)));
}

/** Move the map only when the chosen cell hides under the sheet or out of view. @param {Cell} cell */
function keepInSight(cell) {
  map.panInside(boundsOf([cell.x, cell.y, cell.x, cell.y]).getCenter(), {
    paddingTopLeft: phone.matches ? [40, 90] : [40, 40],
    paddingBottomRight: phone.matches ? [80, map.getSize().y * 0.6] : [80, 40],
  });
}

function countOpen() {
  const box = document.getElementById("open-total");
  if (!box || !marks) return;
  box.textContent = number(["late", "due", "in_hand", "to_verify"].reduce((sum, status) => sum + marks.count(status), 0));
}

// ---- the panel's own links and lists
panel.content.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (target?.closest("[data-close]")) {
    event.preventDefault();
    choose("");
  } else if (target?.closest("[data-retry]")) {
    showPanel(chosenCode);
  } else {
    const link = target?.closest("a[data-cell-link]");
    if (!(link instanceof HTMLElement)) return;
    event.preventDefault();
    const code = link.dataset.cellLink ?? "";
    const cell = paper.cells.get(code);
    choose(code, { focus: true });
    if (cell) show(cell.box, 16);
  }
});
panel.content.addEventListener(
  "toggle",
  (event) => {
    const one = event.target;
    if (!(one instanceof HTMLDetailsElement) || !one.open || !paper) return;
    const community = paper.communities.get(one.dataset.community ?? "");
    if (!community) return;
    show(community.box, 16);
    const list = one.querySelector(".directory__cells");
    if (!list || list.childElementCount) return;
    for (const cell of community.cells) {
      const link = document.createElement("a");
      const url = new URL(location.href);
      url.searchParams.set("cell", cell.code);
      url.hash = "";
      link.href = url.pathname + url.search;
      link.dataset.cellLink = cell.code;
      link.textContent = cell.serial;
      link.setAttribute("aria-label", text("map-cell-name", { community: community.name, serial: Number(cell.serial) || cell.serial }));
      list.append(link);
    }
  },
  true,
);

// ---- controls
byId("zoom-in").addEventListener("click", () => map.zoomIn());
byId("zoom-out").addEventListener("click", () => map.zoomOut());
byId("print").addEventListener("click", () => window.print());
const measure = new Measure(map, byId("measure"));
byId("measure").addEventListener("click", () => {
  measure.toggle();
  if (measure.active) toast(text("map-measure-start"));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector(":popover-open")) return;
  if (measure.active) measure.stop();
  else if (chosenCode && !(event.target instanceof HTMLInputElement)) choose("");
});

const you = L.layerGroup().addTo(map);
byId("locate").addEventListener("click", () => {
  const button = byId("locate");
  button.setAttribute("aria-busy", "true");
  const done = () => button.removeAttribute("aria-busy");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      done();
      const place = L.latLng(coords.latitude, coords.longitude);
      const cell = paper.at(coords.longitude, coords.latitude);
      you.clearLayers();
      L.circle(place, { radius: coords.accuracy, className: "you__reach", interactive: false }).addTo(you);
      L.marker(place, { icon: L.divIcon({ className: "you", html: '<span class="you__dot"></span>', iconSize: [22, 22] }), interactive: false, keyboard: false }).addTo(you);
      if (!cell) {
        toast(text("map-locate-outside"), SAY_MS);
        return;
      }
      toast(text("map-you", { metres: Math.round(coords.accuracy) }));
      map.setView(place, Math.max(map.getZoom(), 16));
      choose(cell.code);
    },
    (error) => {
      done();
      toast(text(error.code === error.PERMISSION_DENIED ? "map-locate-denied" : "map-locate-failed"), SAY_MS);
    },
    { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
  );
});

for (const box of document.querySelectorAll("#layers input")) {
  box.addEventListener("change", () => {
    const { dataset, checked } = /** @type {HTMLInputElement} */ (box);
    if (dataset.status) marks?.toggle(dataset.status, checked);
    else if (dataset.layer) layer.options[dataset.layer] = checked;
    layer?.redraw();
  });
}
/** @returns {Set<string>} */
const shownStatuses = () =>
  new Set([...document.querySelectorAll("#layers input[data-status]:checked")].map((box) => /** @type {HTMLInputElement} */ (box).dataset.status ?? ""));

if (phone.matches) byId("legend").removeAttribute("open");

// ---- search
const found = L.layerGroup().addTo(map);
/** @param {string} tag @param {string} className @param {string} words */
const element = (tag, className, words) => {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = words;
  return made;
};
combobox(
  /** @type {HTMLInputElement} */ (byId("search-input")),
  byId("search-results"),
  /** @type {HTMLButtonElement} */ (byId("search-clear")),
  {
    search: async (words, signal) => {
      const query = new URLSearchParams({ q: words, lang: locale, ...(draft && { division: draft }) });
      return /** @type {Answer[]} */ ((await json(`/api/v1/search?${query}`, { signal })).results);
    },
    option: (answer) => {
      const row = element("li", "search__option", "");
      const english = locale === "en";
      row.append(
        element("span", "", (english && answer.title_en) || answer.title),
        element("small", "", (english && answer.detail_en) || answer.detail),
        element("span", "tag", text(`map-kind-${answer.kind}`)),
      );
      return row;
    },
    nothing: (words) => {
      const row = element("li", "search__none", text("map-search-none", { text: words }));
      row.append(element("small", "", text("map-search-none-text")));
      return row;
    },
    failed: () => element("li", "search__none", text("map-search-failed")),
    choose: (answer) => {
      found.clearLayers();
      if (answer.kind === "case") {
        location.href = caseHref(answer.code);
        return;
      }
      const box = answer.bounds && L.latLngBounds([answer.bounds[1], answer.bounds[0]], [answer.bounds[3], answer.bounds[2]]);
      if (answer.kind === "place" && answer.point) {
        const [lon, lat] = answer.point;
        const html = `<svg class="icon" aria-hidden="true"><use href="${icons}#map-pin"></use></svg>`;
        L.marker([lat, lon], { icon: L.divIcon({ className: "place-mark", html, iconSize: [32, 32], iconAnchor: [16, 30] }), interactive: false }).addTo(found);
        map.setView([lat, lon], NEAR_ZOOM);
      }
      if (paper.cells.has(answer.code)) choose(answer.code, { focus: true });
      else if (chosenCode) choose("");
      if (box && answer.kind !== "place") map.fitBounds(box, { maxZoom: answer.kind === "cell" ? 16 : NEAR_ZOOM, ...margins() });
    },
  },
);

/** @param {string} caseNumber */
const caseHref = (caseNumber) => `/${staff ? "cases" : "track"}/${encodeURIComponent(caseNumber)}`;

// ---- start
async function start() {
  if (!chosenCode) district = fragmentOf(panel.content);
  else district = /** @type {HTMLTemplateElement} */ (byId("panel-district")).content;
  const [cells, communities] = await Promise.all([
    json(cellsUrl),
    json(communitiesUrl),
  ]);
  paper = new Paper(cells, communities, locale);
  layer = new PaperLayer(paper, {});
  const whole = boundsOf(paper.box);
  map.setMaxBounds(whole.pad(0.6));
  const place = placeOfAddress();
  const cell = paper.cells.get(chosenCode);
  if (place) map.setView(place.place, place.zoom);
  else if (cell) show(cell.box, 15.5);
  else map.fitBounds(whole, aroundDistrict());
  layer.addTo(map);
  L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
  byId("scale").append(/** @type {Element} */ (document.querySelector("#map .leaflet-control-scale")));
  if (cell) layer.choose(cell);
  byId("map-busy").hidden = true;
  listenToMap();
  page.dataset.ready = "map";
  await fillCases();
  page.dataset.ready = "cases";
}

/** @param {HTMLElement} box @returns {DocumentFragment} */
function fragmentOf(box) {
  const copy = document.createDocumentFragment();
  for (const node of box.childNodes) copy.append(node.cloneNode(true));
  return copy;
}

function listenToMap() {
  panel.onResize = () => layer.redraw();
  byId("legend").addEventListener("toggle", () => layer.redraw());
  map.on("moveend", rememberPlace);
  map.on("click", (/** @type {any} */ event) => {
    if (measure.active) return;
    const cell = paper.at(event.latlng.lng, event.latlng.lat);
    if (cell) choose(cell.code);
  });
  map.on("mousemove", (/** @type {any} */ event) => {
    const cell = measure.active ? null : paper.at(event.latlng.lng, event.latlng.lat);
    map.getContainer().classList.toggle("map--pointing", Boolean(cell));
    layer.hover(cell);
  });
  map.on("mouseout", () => layer.hover(null));
  window.addEventListener("popstate", () => {
    const code = new URL(location.href).searchParams.get("cell") ?? "";
    const place = placeOfAddress();
    if (place) map.setView(place.place, place.zoom);
    if (code !== chosenCode) choose(code, { remember: false });
  });
}

async function fillCases() {
  marks = new CaseMarks(map, { icons, categories, text, caseHref });
  layer.obstacles = () => [...marks.obstacles(), ...coveredBy(map, LAID_OVER)];
  marks.group.on("animationend spiderfied unspiderfied", () => layer.redraw());
  if (!draft) {
    try {
      marks.fill(await json("/api/v1/cases.geojson"), shownStatuses());
    } catch (error) {
      toast(text("map-cases-failed"), SAY_MS);
      throw error;
    }
  }
  for (const box of document.querySelectorAll("[data-count]"))
    box.textContent = number(marks.count(/** @type {HTMLElement} */ (box).dataset.count ?? ""));
  countOpen();
  layer.redraw();
}

start().catch((error) => {
  if (!paper) byId("map-busy").textContent = text("map-failed");
  throw error;
});
