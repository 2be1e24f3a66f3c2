// @ts-check
/** A division on a small map, and two divisions beside each other; deeds are asked about twice. */
import { drawDivision, openMap } from "../modules/small-map.js";

/** @type {any} Leaflet 1.9 puts itself here. */
const L = /** @type {any} */ (window).L;

/** From this width of a usual cell on, patterns and dashed lines can be read. */
const READABLE_PX = 24;

/** What a cell's code follows in the address of the page. */
const MARK = "cell-";

const plain = /** @type {HTMLElement | null} */ (document.querySelector("[data-division-map]"));
if (plain) {
  await shown(plain, async () => {
    const map = openMap(plain, { interactive: "interactive" in plain.dataset });
    const division = await drawDivision(map, plain.dataset.divisionMap ?? "");
    division.show(division.bounds);
  });
}

const changed = /** @type {HTMLElement | null} */ (document.querySelector("[data-changes-map]"));
if (changed) {
  await shown(changed, () => drawChanges(changed));
}

/**
 * Draw the new division's communities, its changed cells by kind, and the old cells' edges.
 * @param {HTMLElement} box
 */
async function drawChanges(box) {
  const map = openMap(box);
  const [division, answer] = await Promise.all([
    drawDivision(map, box.dataset.division ?? ""),
    fetch(box.dataset.changesMap ?? ""),
  ]);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const lines = await answer.json();
  const wanted = box.dataset.kind ?? "";
  // The edges before lie over the new cells: they are lines only.
  lines.features.sort((/** @type {any} */ a, /** @type {any} */ b) => a.properties.side.localeCompare(b.properties.side));
  /** @type {Map<string, any>} Features by side and code. */
  const drawn = new Map();
  /** @type {number[]} */
  const widths = [];
  const isBefore = (/** @type {any} */ feature) => feature.properties.side === "old" && feature.properties.kind !== "retired";
  const seen = new Set();
  const features = lines.features.map((/** @type {any} */ whole) => (isBefore(whole) ? { ...whole, whole, geometry: linesUnseen(whole.geometry, seen) } : whole));
  const changes = L.geoJSON({ type: "FeatureCollection", features }, {
    /** @param {any} feature */
    style: (feature) => {
      const { kind } = feature.properties;
      const before = isBefore(feature);
      const dim = wanted && kind !== wanted ? " is-dim" : "";
      return { className: `change-path change-path--${before ? "before" : kind}${dim}`, fill: !before, interactive: !before };
    },
    /** @param {any} feature @param {any} layer */
    onEachFeature: (feature, layer) => {
      const { code, kind, side } = feature.properties;
      const whole = feature.whole ?? feature;
      drawn.set(`${side} ${code}`, whole);
      const bounds = L.geoJSON(whole).getBounds();
      widths.push(bounds.getEast() - bounds.getWest());
      if (!layer.options.interactive) return;
      const word = document.querySelector(`[data-kind="${kind}"] span`)?.textContent ?? "";
      // The table's buttons do the same by keyboard: thousands of stops in between would bar them.
      layer.on("add", () => layer.getElement()?.setAttribute("tabindex", "-1"));
      layer.bindTooltip(`${grouped(code)} · ${word}`, { sticky: true });
      layer.on("click", () => choose(side === "old" ? code : "", side === "new" ? code : ""));
    },
  });
  widths.sort((one, other) => one - other);
  const usual = widths[Math.floor(widths.length / 2)] ?? 0;
  const far = () => {
    const at = map.getCenter();
    const width = map.project([at.lat, at.lng + usual]).x - map.project(at).x;
    box.classList.toggle("is-far", width < READABLE_PX);
  };
  const chosen = lines.features.filter((/** @type {any} */ one) => !wanted || one.properties.kind === wanted);
  const bounds = chosen.length ? L.geoJSON({ type: "FeatureCollection", features: chosen }).getBounds() : division.bounds;
  division.show(bounds.pad(0.05), 16);
  map.on("zoomend", far);
  far();
  changes.addTo(map);

  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-code-new]")]);
  /** @type {any} */
  let outline = null;

  /**
   * Show cells on the map, their row in the table and their address; either code may be empty.
   * @param {string} before
   * @param {string} after
   * @param {boolean} [fit] whether the map moves there
   */
  function choose(before, after, fit = false) {
    outline?.remove();
    map.closePopup();
    const cells = [drawn.get(`old ${before}`), drawn.get(`new ${after}`)].filter(Boolean);
    outline = L.featureGroup(
      cells.map((cell) => L.geoJSON(cell, { interactive: false, style: { className: "change-path change-path--chosen", fill: false } })),
    ).addTo(map);
    for (const row of rows) {
      const on = before && after ? row.dataset.codeOld === before && row.dataset.codeNew === after : (row.dataset.codeOld === before && before !== "") || (row.dataset.codeNew === after && after !== "");
      row.classList.toggle("is-chosen", on);
      row.querySelector("[data-show]")?.setAttribute("aria-pressed", String(on));
    }
    if (!cells.length) return;
    if (fit) {
      map.fitBounds(outline.getBounds().pad(0.6), { maxZoom: 17 });
      box.scrollIntoView({ block: "nearest" });
    }
    const code = after || before;
    const link = document.createElement("a");
    link.href = `/cells/${encodeURIComponent(code)}?division=${after ? box.dataset.division : box.dataset.old}`;
    link.textContent = `${grouped(code)} · ${box.dataset.open}`;
    const told = document.createElement("div");
    told.append(link);
    const row = rows.find((one) => one.classList.contains("is-chosen"));
    if (row) told.append(wayTo(row));
    const bounds = outline.getBounds();
    // Above the cells, not over them.
    L.popup({ autoPan: false, closeButton: false }).setLatLng([bounds.getNorth(), bounds.getCenter().lng]).setContent(told).openOn(map);
    history.replaceState(history.state, "", `#${MARK}${encodeURIComponent(code)}`);
  }

  /** @param {HTMLElement} row */
  function wayTo(row) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = box.dataset.row ?? "";
    button.addEventListener("click", () => {
      row.scrollIntoView({ block: "center" });
      /** @type {HTMLElement | null} */ (row.querySelector("[data-show]"))?.focus({ preventScroll: true });
    });
    return button;
  }

  for (const row of rows) {
    row.addEventListener("click", (event) => {
      if (/** @type {Element} */ (event.target).closest("a")) return;
      choose(row.dataset.codeOld ?? "", row.dataset.codeNew ?? "", true);
    });
  }
  if (location.hash.startsWith(`#${MARK}`)) {
    const code = decodeURIComponent(location.hash.slice(1 + MARK.length));
    choose(drawn.has(`new ${code}`) ? "" : code, drawn.has(`new ${code}`) ? code : "", true);
  }
}

/**
 * Return those parts of a polygon's outline that no other one has had: dashes drawn twice fill
 * each other's gaps.
 * @param {{type: string, coordinates: any}} geometry
 * @param {Set<string>} seen takes the sides
 */
function linesUnseen(geometry, seen) {
  const rings = geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
  /** @type {[number, number][][]} */
  const lines = [];
  for (const ring of rings) {
    let joined = false;
    for (let i = 1; i < ring.length; i += 1) {
      const side = [ring[i - 1].join(), ring[i].join()].sort().join(" ");
      if (seen.has(side)) joined = false;
      else if (joined) lines[lines.length - 1].push(ring[i]);
      else joined = lines.push([ring[i - 1], ring[i]]) > 0;
      seen.add(side);
    }
  }
  return { type: "MultiLineString", coordinates: lines };
}

/** @param {string} code */
function grouped(code) {
  return code.length >= 15 ? `${code.slice(0, 6)} ${code.slice(6, 9)} ${code.slice(9, 12)} ${code.slice(12)}` : code;
}

/**
 * Mark a map as ready, or say that it could not be drawn.
 * @param {HTMLElement} box
 * @param {() => Promise<void>} draw
 */
async function shown(box, draw) {
  try {
    await draw();
    box.dataset.ready = "map";
  } catch (error) {
    console.error(error);
    box.classList.add("is-broken");
    box.textContent = box.dataset.failed ?? "";
  }
}
