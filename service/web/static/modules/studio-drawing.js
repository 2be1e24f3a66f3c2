// @ts-check
/** A draft as the studio has it: its cells by code, kept up with each step, drawn as paper. */
import { PaperLayer } from "./paper-layer.js";
import { Paper } from "./paper.js";

/** @typedef {[number, number]} Place longitude and latitude */

export class Drawing {
  /** @param {any} map @param {string} locale */
  constructor(map, locale) {
    this._map = map;
    this._locale = locale;
    this.revision = -1;
    /** @type {Map<string, any>} features by code, in the order of codes */
    this.cells = new Map();
    /** @type {any} */
    this.communities = { features: [] };
    /** @type {Paper | null} */
    this.paper = null;
    /** @type {any} */
    this._layer = null;
  }

  /** Take the whole draft. @param {any} told */
  take(told) {
    this.revision = told.revision;
    this.communities = told.communities;
    this.cells = new Map(told.cells.features.map((/** @type {any} */ one) => [one.id, one]));
    this._draw();
  }

  /** Take what one step changed. @param {any} step */
  follow(step) {
    this.revision = step.revision;
    for (const code of step.removed) this.cells.delete(code);
    for (const feature of step.cells.features) this.cells.set(feature.id, feature);
    this.cells = new Map([...this.cells].sort(([one], [other]) => (one < other ? -1 : 1)));
    this._draw();
  }

  _draw() {
    const features = [...this.cells.values()];
    this.paper = new Paper({ features }, this.communities, this._locale);
    const layer = new PaperLayer(this.paper, {});
    if (this._layer || this._map._loaded) layer.addTo(this._map);
    this._layer?.remove();
    this._layer = layer;
  }

  /** Draw it where the map lies now, for the first time. */
  show() {
    this._layer.addTo(this._map);
  }

  redraw() {
    this._layer?.redraw();
  }

  /** @param {Place} place @returns {string} the code of the cell there; empty outside */
  at([lon, lat]) {
    return this.paper?.at(lon, lat)?.code ?? "";
  }

  /** @param {string} code @returns {string} */
  communityOf(code) {
    return this.cells.get(code)?.properties.community ?? "";
  }

  /** @param {string} code of a community */
  nameOf(code) {
    return this.paper?.communities.get(code)?.name ?? code;
  }

  /** Vertices of cells, each once. @param {string[]} codes @returns {Place[]} */
  verticesOf(codes) {
    /** @type {Map<string, Place>} */
    const found = new Map();
    for (const code of codes) {
      const { type, coordinates } = this.cells.get(code)?.geometry ?? { type: "Polygon", coordinates: [] };
      const rings = type === "Polygon" ? coordinates : coordinates.flat();
      for (const ring of rings) for (const place of ring) found.set(place.join(), place);
    }
    return [...found.values()];
  }
}

/**
 * Figures of cells.
 * @param {any[]} features
 * @returns {{count: number, area_m2: number, median_m2: number, special: number, households: number | null, compactness: number}}
 */
export function figuresOf(features) {
  const areas = features.map((one) => one.properties.area_m2).sort((one, other) => one - other);
  const sum = (/** @type {number[]} */ values) => values.reduce((all, one) => all + one, 0);
  const middle = areas.length >> 1;
  const counts = features.map((one) => one.properties.households);
  return {
    count: areas.length,
    area_m2: sum(areas),
    median_m2: areas.length % 2 ? areas[middle] : (areas[middle - 1] + areas[middle]) / 2 || 0,
    special: features.filter((one) => one.properties.kind === "special").length,
    households: counts.length && counts.every((one) => one !== null) ? sum(counts) : null,
    compactness: sum(features.map((one) => one.properties.compactness)) / (features.length || 1),
  };
}
