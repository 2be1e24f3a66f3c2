// @ts-check
/** Cases on the map: one glyph per status, near ones counted together. */
import { number } from "./texts.js";

/** @type {any} Leaflet 1.9 puts itself here. */
const L = /** @type {any} */ (window).L;

/** From here each case stands alone; the library counts by whole zooms only. */
const ALONE_FROM_ZOOM = 17;

/**
 * @typedef {{number: string, status: string, category: string, cell: string}} CaseFacts properties
 *   of a mark; the category is its code
 * @typedef {(key: string, facts?: Record<string, string | number>) => string} Text
 */

export class CaseMarks {
  /**
   * @param {any} map
   * @param {{icons: string, categories: Record<string, string>, text: Text, caseHref: (number: string) => string}} wishes
   */
  constructor(map, { icons, categories, text, caseHref }) {
    this._map = map;
    this._icons = icons;
    this._categories = categories;
    this._text = text;
    this._caseHref = caseHref;
    /** @type {Map<string, any[]>} status → its markers */
    this._byStatus = new Map();
    this.group = L.markerClusterGroup({
      showCoverageOnHover: false,
      maxClusterRadius: 46,
      disableClusteringAtZoom: ALONE_FROM_ZOOM,
      spiderLegPolylineOptions: { weight: 1, className: "measure-line" },
      iconCreateFunction: (/** @type {any} */ cluster) => this._clusterIcon(cluster),
    }).addTo(map);
  }

  /** @param {any} collection GeoJSON of cases @param {Set<string>} shown statuses that are on */
  fill(collection, shown) {
    for (const { properties, geometry } of collection.features) {
      const marker = this._marker(properties, geometry.coordinates);
      const list = this._byStatus.get(properties.status);
      if (list) list.push(marker);
      else this._byStatus.set(properties.status, [marker]);
    }
    this.group.addLayers([...shown].flatMap((status) => this._byStatus.get(status) ?? []));
  }

  /** @param {string} status */
  count(status) {
    return this._byStatus.get(status)?.length ?? 0;
  }

  /** @param {string} status @param {boolean} shown */
  toggle(status, shown) {
    const markers = this._byStatus.get(status) ?? [];
    if (shown) this.group.addLayers(markers);
    else this.group.removeLayers(markers);
  }

  /** Tell where marks lie now, so that no name is written over them. */
  obstacles() {
    /** @type {import("./paper-layer.js").Rect[]} */
    const found = [];
    this.group._featureGroup.eachLayer((/** @type {any} */ layer) => {
      if (!layer.getLatLng) return;
      const { x, y } = this._map.latLngToLayerPoint(layer.getLatLng());
      const radius = layer.getChildCount ? 19 : 12;
      found.push({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
    });
    return found;
  }

  /** @param {CaseFacts} facts @param {[number, number]} place */
  _marker(facts, [lon, lat]) {
    const category = this._categories[facts.category] ?? facts.category;
    const status = this._text(`shell-status-${facts.status.replaceAll("_", "-")}`);
    const label = this._text("map-case", { category, status });
    const marker = L.marker([lat, lon], {
      icon: L.divIcon({ className: "case-mark", html: this._glyph(facts.status), iconSize: [28, 28] }),
      title: label,
      status: facts.status,
    });
    marker.on("add", () => marker.getElement()?.setAttribute("aria-label", label));
    marker.bindPopup(() => this._popup(facts, category, status), { maxWidth: 260 });
    return marker;
  }

  /** @param {CaseFacts} facts @param {string} category @param {string} status */
  _popup(facts, category, status) {
    const box = document.createElement("div");
    box.className = "case-popup";
    const title = document.createElement("b");
    title.textContent = category;
    const pill = document.createElement("span");
    pill.className = `pill tone-${facts.status}`;
    pill.innerHTML = this._glyph(facts.status);
    pill.append(status);
    const link = document.createElement("a");
    link.href = this._caseHref(facts.number);
    link.textContent = this._text("map-case-more");
    const told = document.createElement("span");
    told.className = "muted small";
    told.textContent = facts.number;
    box.append(title, pill, told, link);
    return box;
  }

  /** @param {any} cluster */
  _clusterIcon(cluster) {
    const markers = cluster.getAllChildMarkers();
    const count = markers.length;
    const late = markers.filter((/** @type {any} */ one) => one.options.status === "late").length;
    const label = this._text(late ? "map-cluster-late" : "map-cluster", { count, late });
    cluster.options.title = label;
    cluster.once("add", () => cluster.getElement?.()?.setAttribute("aria-label", label));
    const size = count < 10 ? 30 : count < 100 ? 34 : 42;
    return L.divIcon({
      className: late ? "cluster cluster--late" : "cluster",
      html: `<span class="cluster__count">${number(count)}${late ? this._glyph("late") : ""}</span>`,
      iconSize: [size, size],
    });
  }

  /** @param {string} status one of ours, never a reporter's words */
  _glyph(status) {
    return `<svg class="glyph tone-${status}" viewBox="0 0 16 16" aria-hidden="true"><use href="${this._icons}#glyph-${status}"></use></svg>`;
  }
}
