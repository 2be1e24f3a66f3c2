// @ts-check
/**
 * A small map on paper: communities, the cells in view, and case marks. Leaflet draws, tokens.css
 * colours: paths carry classes only, so that light and dark need no second drawing.
 */

import { outlineOf, placeInside, reaches, spanOf } from "./shapes.js";

/** @typedef {import("./shapes.js").Place} Place */
/** @typedef {"late" | "due" | "in_hand" | "to_verify" | "done" | "rejected"} Status */

/** @type {any} Leaflet 1.9 puts itself here. */
const L = /** @type {any} */ (window).L;

/** More cells than this in view are drawn as one path, without paths of their own. */
const MOST_CELLS_IN_VIEW = 900;
/** From this zoom a cell is wide enough for its serial. */
const CELL_NAMES_FROM = 15;
/** As wide as a page of A4 within its margins. */
const PAPER_PX = 680;
/** What lies over a small map: no name is written under it. */
const LAID_OVER = ".leaflet-marker-icon, .leaflet-control, .report__gps, .foot-note";

/**
 * Open a map without tiles in an element.
 * @param {HTMLElement} element its `data-zoom-in`, `data-zoom-out` name the buttons
 * @param {{interactive?: boolean}} [options]
 */
export function openMap(element, { interactive = true } = {}) {
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: false,
    minZoom: 10,
    maxZoom: 19,
    zoomSnap: 0.25,
    dragging: interactive,
    touchZoom: interactive,
    doubleClickZoom: interactive,
    scrollWheelZoom: interactive,
    keyboard: interactive,
    boxZoom: false,
    maxBoundsViscosity: 0.8,
  });
  if (interactive) {
    L.control
      .zoom({
        position: "topright",
        zoomInTitle: element.dataset.zoomIn ?? "+",
        zoomOutTitle: element.dataset.zoomOut ?? "−",
      })
      .addTo(map);
  }
  onPaper(map, element);
  return map;
}

/**
 * Print a map as wide as a page, with the ground that was in view.
 * @param {any} map
 * @param {HTMLElement} element
 */
function onPaper(map, element) {
  /** @type {any} */
  let seen = null;
  /** @param {string} width */
  const turn = (width) => {
    element.style.width = width;
    map.invalidateSize({ animate: false });
    if (seen) map.fitBounds(seen, { animate: false });
  };
  window.addEventListener("beforeprint", () => {
    seen = map.getBounds();
    turn(`${PAPER_PX}px`);
  });
  window.addEventListener("afterprint", () => turn(""));
}

/**
 * Draw a division and keep the cells in view drawn while the map moves.
 * @param {any} map
 * @param {string} divisionId
 */
export async function drawDivision(map, divisionId) {
  const [communities, cells] = await Promise.all(
    ["communities", "cells"].map((layer) => geojson(`/api/v1/divisions/${divisionId}/${layer}.geojson`)),
  );
  // Cells are drawn anew wherever the map moves: in a pane of their own they stay below the rest.
  const pane = "cells";
  map.createPane(pane).style.zIndex = "350";
  const ground = L.geoJSON(communities, { pane, interactive: false, style: { className: "map-ground-path" } });
  const borders = L.geoJSON(communities, {
    interactive: false,
    style: { className: "map-community-path", fill: false },
  });
  const drawn = L.layerGroup();
  ground.addTo(map);
  drawn.addTo(map);
  borders.addTo(map);
  /** @type {Map<string, {feature: any, bounds: any, layer: any}>} */
  const byCode = new Map();
  for (const feature of cells.features) {
    const layer = L.geoJSON(feature, { pane, interactive: false, style: { className: "map-cell-path" } });
    byCode.set(feature.properties.code, { feature, bounds: layer.getBounds(), layer });
  }
  let chosen = /** @type {any} */ (null);
  /** @type {any} */
  let together = null;
  const names = namesOver(map, communities.features, cells.features, () => chosen);

  function drawCells() {
    const view = map.getBounds().pad(0.1);
    const inView = [...byCode.values()].filter((cell) => view.intersects(cell.bounds));
    drawn.clearLayers();
    if (inView.length > MOST_CELLS_IN_VIEW) drawn.addLayer((together ??= linesOf(cells.features, pane)));
    else for (const cell of inView) drawn.addLayer(cell.layer);
    borders.bringToFront();
    chosen?.bringToFront();
    names();
  }

  return {
    bounds: borders.getBounds(),
    /** Fit the map, and begin to draw. @param {any} bounds @param {number} [maxZoom] */
    show(bounds, maxZoom = 17) {
      map.setMaxBounds(borders.getBounds().pad(0.3));
      map.fitBounds(bounds, { animate: false, padding: [16, 16], maxZoom });
      map.off("moveend", drawCells);
      map.on("moveend", drawCells);
      drawCells();
    },
    /** @param {string} code */
    boundsOf: (code) => byCode.get(code)?.bounds ?? null,
    /** A place inside a cell. @param {string} code @returns {Place | null} */
    insideOf(code) {
      const cell = byCode.get(code);
      return cell ? placeInside(cell.feature.geometry, cell.bounds.getCenter().lat) : null;
    },
    /** Mark one cell as chosen, or none. @param {string} code */
    choose(code) {
      chosen?.remove();
      chosen = null;
      const cell = byCode.get(code);
      if (cell) {
        chosen = L.geoJSON(cell.feature, { interactive: false, style: { className: "map-chosen-path" } });
        chosen.addTo(map).bringToFront();
      }
      names();
    },
  };
}

/**
 * Draw the lines of all cells as one path: thousands of paths would halt a phone.
 * @param {any[]} cells features
 * @param {string} pane
 */
function linesOf(cells, pane) {
  const rings = cells.flatMap(({ geometry }) => (geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat()));
  return L.polyline(L.GeoJSON.coordsToLatLngs(rings, 1), { pane, interactive: false, className: "map-cell-path map-cell-path--many" });
}

/**
 * Write names where there is room: communities first, then the cells' own serials. None is
 * wider than its place, or crosses another, a case's mark, a control or the edge.
 * @param {any} map
 * @param {any[]} communities features
 * @param {any[]} cells features
 * @param {() => any} chosen the layer of the chosen cell, or null: no name stands on its line
 * @returns {() => void} writes them anew
 */
function namesOver(map, communities, cells, chosen) {
  const pane = map.createPane("names");
  pane.classList.add("map-names");
  pane.setAttribute("aria-hidden", "true");
  const english = document.documentElement.lang === "en";
  const wanted = [
    ...communities.map((feature) => ({ feature, text: (english && feature.properties.name_en) || feature.properties.name, of: "community" })),
    ...cells.map((feature) => ({ feature, text: feature.properties.short ?? feature.properties.code.slice(-3), of: "cell" })),
  ]
    .map(({ feature, ...one }) => ({ ...one, label: feature.properties.label, span: spanOf(feature.geometry) }))
    .filter((one) => one.label);

  function write() {
    const size = map.getSize();
    if (!size.x || !map._loaded) return;
    const frame = map.getContainer().getBoundingClientRect();
    /** @type {{left: number, top: number, right: number, bottom: number}[]} */
    const taken = [...(map.getContainer().parentElement?.querySelectorAll(LAID_OVER) ?? [])].map((element) => {
      const box = element.getBoundingClientRect();
      return { left: box.left - frame.left, top: box.top - frame.top, right: box.right - frame.left, bottom: box.bottom - frame.top };
    });
    const lines = outlineOf(map, chosen());
    const written = document.createDocumentFragment();
    for (const { text, label, of, span } of wanted) {
      if (of === "cell" && map.getZoom() < CELL_NAMES_FROM) continue;
      const { x, y } = map.latLngToContainerPoint([label[1], label[0]]);
      const width = text.length * (/[\u4e00-\u9fff]/.test(text) ? 12 : 6.6);
      const room = map.latLngToContainerPoint([label[1], span[1]]).x - map.latLngToContainerPoint([label[1], span[0]]).x;
      if (width > room * 1.1) continue;
      const half = { x: width / 2 + 8, y: 13 };
      const box = { left: x - half.x, top: y - half.y, right: x + half.x, bottom: y + half.y };
      if (box.left < 2 || box.top < 2 || box.right > size.x - 2 || box.bottom > size.y - 2) continue;
      if (taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)) continue;
      if (lines.some(([from, to]) => reaches(box, from, to))) continue;
      taken.push(box);
      const name = document.createElement("span");
      name.className = `map-name map-name--${of}`;
      name.textContent = text;
      L.DomUtil.setPosition(name, map.latLngToLayerPoint([label[1], label[0]]));
      written.append(name);
    }
    pane.replaceChildren(written);
  }

  let soon = 0;
  const writeSoon = () => {
    cancelAnimationFrame(soon);
    soon = requestAnimationFrame(write);
  };
  map.on("zoomstart", () => pane.replaceChildren());
  map.on("layeradd layerremove", (/** @type {any} */ event) => event.layer instanceof L.Marker && writeSoon());
  return writeSoon;
}

/**
 * Make a case's mark.
 * @param {Place} place
 * @param {string} status
 * @param {string} label read by screen readers and shown as a tooltip
 * @param {string} icons address of the sprite: lists and maps show the same glyphs
 * @param {boolean} [interactive]
 */
export function caseMark(place, status, label, icons, interactive = true) {
  const icon = L.divIcon({
    className: `mark tone-${status}`,
    html: `<svg viewBox="-2 -2 20 20" aria-hidden="true"><use href="${icons}#glyph-${status}" width="16" height="16"></use></svg>`,
    iconSize: [28, 28],
  });
  return L.marker([place.lat, place.lon], {
    icon,
    title: label,
    alt: label,
    interactive,
    keyboard: interactive,
    riseOnHover: true,
    zIndexOffset: status === "late" ? 300 : status === "due" ? 200 : 0,
  });
}

/** Make the pin that a reporter moves. @param {Place} place @param {string} label */
export function reportPin(place, label) {
  const icon = L.divIcon({
    className: "pin",
    html: '<svg viewBox="0 0 32 42" aria-hidden="true"><path d="M16 1.5C8 1.5 2 7.6 2 15.2 2 25 16 40.5 16 40.5S30 25 30 15.2C30 7.6 24 1.5 16 1.5z"/><circle cx="16" cy="15" r="5"/></svg>',
    iconSize: [32, 42],
    iconAnchor: [16, 41],
  });
  return L.marker([place.lat, place.lon], { icon, draggable: true, autoPan: true, alt: label, title: label });
}

/** Draw how sure a GPS fix is. @param {Place} place @param {number} accuracy_m */
export function accuracyCircle(place, accuracy_m) {
  return L.circle([place.lat, place.lon], {
    radius: accuracy_m,
    interactive: false,
    className: "map-accuracy-path",
  });
}

/** Bounds around places. @param {Place[]} places */
export function boundsAround(places) {
  return L.latLngBounds(places.map((place) => [place.lat, place.lon]));
}

/** @param {string} url */
async function geojson(url) {
  const answer = await fetch(url, { headers: { accept: "application/geo+json, application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}
