// @ts-check
/** What lies over the draft's paper: chosen cells, locks, what is drawn, where an edit is refused. */

/** @typedef {[number, number]} Place longitude and latitude */

/** @type {any} Leaflet 1.9 puts itself here. */
const L = /** @type {any} */ (window).L;

/** More vertices than these could not be pressed one by one; the list has all. */
const MOST_VERTICES = 400;

const latLng = (/** @type {Place} */ [lon, lat]) => [lat, lon];

export class Marks {
  /** @param {any} map @param {(place: Place) => void} onVertex */
  constructor(map, onVertex) {
    this._map = map;
    this._onVertex = onVertex;
    [this._special, this._locked, this._chosen, this._drawn, this._vertices, this._fault] = Array.from({ length: 6 }, () => L.layerGroup().addTo(map));
  }

  /** @param {any[]} features of special cells */
  special(features) {
    this._cover(this._special, features, "studio-special");
  }

  /** @param {any[]} features of communities */
  lock(features) {
    this._cover(this._locked, features, "studio-locked");
  }

  /** @param {any[]} features of cells */
  choose(features) {
    this._cover(this._chosen, features, "studio-chosen");
  }

  /** @param {any} group @param {any[]} features @param {string} className */
  _cover(group, features, className) {
    group.clearLayers();
    for (const feature of features) group.addLayer(L.geoJSON(feature, { interactive: false, style: { className } }));
  }

  /** @param {Place[]} places @param {boolean} closed */
  draw(places, closed) {
    this._drawn.clearLayers();
    const way = places.map(latLng);
    const shape = closed && way.length > 2 ? L.polygon(way, { className: "studio-line studio-line--area", interactive: false }) : L.polyline(way, { className: "studio-line", interactive: false });
    this._drawn.addLayer(shape);
    for (const place of way) this._drawn.addLayer(L.circleMarker(place, { radius: 4, className: "studio-place", interactive: false }));
  }

  /** @param {Place[]} places @param {string} chosen */
  vertices(places, chosen) {
    this._vertices.clearLayers();
    if (places.length > MOST_VERTICES) return;
    for (const place of places) {
      const on = place.join() === chosen ? " studio-vertex--on" : "";
      const mark = L.circleMarker(latLng(place), { radius: 7, className: `studio-vertex${on}`, bubblingMouseEvents: false });
      mark.on("click", () => this._onVertex(place));
      // The list of vertices does the same by keyboard.
      mark.on("add", () => mark.getElement()?.setAttribute("tabindex", "-1"));
      this._vertices.addLayer(mark);
    }
  }

  /** Show where something stands against an edit. @param {Place | null} place @param {string} words */
  fault(place, words) {
    this._fault.clearLayers();
    if (!place) return;
    const icon = L.divIcon({ className: "studio-fault", html: "<b aria-hidden=\"true\">!</b>", iconSize: [26, 26] });
    const mark = L.marker(latLng(place), { icon, keyboard: false, alt: words });
    const said = document.createElement("span");
    said.textContent = words;
    mark.bindTooltip(said, { direction: "top", offset: [0, -12] });
    this._fault.addLayer(mark);
    if (!this._map.getBounds().contains(latLng(place))) this._map.panTo(latLng(place));
    mark.openTooltip();
  }
}
