// @ts-check
/** Questions about shapes that the small maps ask: where a name may stand, what lies inside. */

/** @typedef {{lon: number, lat: number}} Place */

/** How far east a shape reaches. @param {any} geometry @returns {[number, number]} west, east */
export function spanOf(geometry) {
  const lons = geometry.coordinates.flat(geometry.type === "Polygon" ? 1 : 2).map((/** @type {number[]} */ place) => place[0]);
  return [Math.min(...lons), Math.max(...lons)];
}

/**
 * The sides of a layer's shapes, on the screen.
 * @param {any} map
 * @param {any} layer of GeoJSON, or null
 * @returns {[{x: number, y: number}, {x: number, y: number}][]}
 */
export function outlineOf(map, layer) {
  /** @type {[{x: number, y: number}, {x: number, y: number}][]} */
  const sides = [];
  for (const shape of layer?.getLayers() ?? []) {
    for (const ring of shape.getLatLngs().flat(shape.feature.geometry.type === "Polygon" ? 0 : 1)) {
      const places = ring.map((/** @type {any} */ place) => map.latLngToContainerPoint(place));
      places.forEach((/** @type {any} */ place, /** @type {number} */ i) => sides.push([place, places[(i + 1) % places.length]]));
    }
  }
  return sides;
}

/**
 * Tell whether a side passes through a box.
 * @param {{left: number, top: number, right: number, bottom: number}} box
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 */
export function reaches(box, from, to) {
  let [enters, leaves] = [0, 1];
  for (const [start, step, low, high] of [
    [from.x, to.x - from.x, box.left, box.right],
    [from.y, to.y - from.y, box.top, box.bottom],
  ]) {
    if (!step && (start < low || start > high)) return false;
    if (!step) continue;
    const [a, b] = [(low - start) / step, (high - start) / step];
    enters = Math.max(enters, Math.min(a, b));
    leaves = Math.min(leaves, Math.max(a, b));
  }
  return enters <= leaves;
}

/**
 * The middle of the widest stretch that a parallel cuts out of a shape.
 * @param {any} geometry Polygon or MultiPolygon
 * @param {number} lat of the parallel, through the shape
 * @returns {Place | null}
 */
export function placeInside(geometry, lat) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  /** @type {number[]} */
  const crossings = [];
  for (const ring of polygons.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [[lon0, lat0], [lon1, lat1]] = [ring[i - 1], ring[i]];
      if (lat0 > lat !== lat1 > lat) crossings.push(lon0 + ((lat - lat0) / (lat1 - lat0)) * (lon1 - lon0));
    }
  }
  crossings.sort((a, b) => a - b);
  let best = null;
  let widest = 0;
  for (let i = 1; i < crossings.length; i += 2) {
    const width = crossings[i] - crossings[i - 1];
    if (width > widest) [widest, best] = [width, { lon: (crossings[i] + crossings[i - 1]) / 2, lat }];
  }
  return best;
}
