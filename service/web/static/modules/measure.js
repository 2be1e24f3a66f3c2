// @ts-check
/** Measure a way on the map: tap point after point. */

/** @type {any} Leaflet 1.9 puts itself here. */
const L = /** @type {any} */ (window).L;

/** @param {number} length_m */
const inWords = (length_m) => (length_m < 1000 ? `${Math.round(length_m)} m` : `${(length_m / 1000).toFixed(2)} km`);

export class Measure {
  /** @param {any} map @param {HTMLElement} button */
  constructor(map, button) {
    this._map = map;
    this._button = button;
    this.active = false;
    /** @type {any[]} */
    this._points = [];
    this._line = L.polyline([], { className: "measure-line", interactive: false });
    this._onClick = (/** @type {any} */ event) => this._add(event.latlng);
    this._onEnd = () => this._rest();
  }

  toggle() {
    if (this.active) this.stop();
    else this._start();
  }

  _start() {
    this.active = true;
    this._button.setAttribute("aria-pressed", "true");
    this._map.getContainer().classList.add("map--measuring");
    this._map.doubleClickZoom.disable();
    this._line.setLatLngs([]).addTo(this._map);
    this._points = [];
    this._map.on("click", this._onClick).on("dblclick", this._onEnd);
  }

  /** Take all away. */
  stop() {
    this._rest();
    this.active = false;
    this._button.setAttribute("aria-pressed", "false");
    this._map.getContainer().classList.remove("map--measuring");
    this._line.unbindTooltip().remove();
    this._map.doubleClickZoom.enable();
  }

  /** Take no more points, but keep the line to be read. */
  _rest() {
    this._map.off("click", this._onClick).off("dblclick", this._onEnd);
  }

  /** @param {any} place */
  _add(place) {
    this._points.push(place);
    this._line.setLatLngs(this._points);
    let length_m = 0;
    for (let i = 1; i < this._points.length; i++) length_m += this._map.distance(this._points[i - 1], this._points[i]);
    this._line.unbindTooltip();
    if (length_m > 0)
      this._line.bindTooltip(inWords(length_m), { permanent: true, direction: "top", className: "measure-label" }).openTooltip(place);
  }
}
