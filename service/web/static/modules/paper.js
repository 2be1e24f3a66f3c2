// @ts-check
/**
 * The paper that the map is drawn on: cells and communities as plain arrays in the plane of the
 * web map (0 to 1 each way), with each shared line once and a quick answer to "which cell is here".
 */

/**
 * @typedef {[number, number, number, number]} Box west, north, east, south in the plane
 * @typedef {{points: Float64Array, box: Box}} Line x and y in turn
 * @typedef {{code: string, serial: string, community: string, special: boolean,
 *   rings: Float64Array[], box: Box, x: number, y: number, size: number}} Cell
 * @typedef {{code: string, name: string, street: string, streetName: string, cells: Cell[],
 *   x: number, y: number, box: Box, size: number}} Community
 * @typedef {{name: string, places: {x: number, y: number}[]}} Street places the likeliest first
 * @typedef {"cell" | "community" | "street" | "district"} Rank
 */

/** @param {number} lon @returns {number} */
export const planeX = (lon) => lon / 360 + 0.5;
/** @param {number} lat @returns {number} */
export const planeY = (lat) => 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);

const LATTICE = 1e7;
/** Buckets along each side of the index. */
const BUCKETS = 64;

export class Paper {
  /**
   * @param {any} cells GeoJSON of a division's cells
   * @param {any} communities GeoJSON of its communities
   * @param {string} locale
   */
  constructor(cells, communities, locale) {
    /** @type {Map<string, Community>} */
    this.communities = new Map();
    for (const { properties: p, geometry } of communities.features) {
      const box = boxOf(ringsOf(geometry));
      const english = locale === "en";
      this.communities.set(p.code, {
        code: p.code,
        name: (english && p.name_en) || p.name,
        street: p.street_code,
        streetName: (english && p.street_en) || p.street,
        cells: [],
        x: planeX(p.label[0]),
        y: planeY(p.label[1]),
        box,
        size: Math.min(box[2] - box[0], box[3] - box[1]),
      });
    }
    /** @type {Map<string, Cell>} */
    this.cells = new Map();
    for (const { properties: p, geometry } of cells.features) {
      const rings = ringsOf(geometry);
      const box = boxOf(rings);
      const cell = {
        code: p.code,
        serial: p.short,
        community: p.community,
        special: p.kind === "special",
        rings,
        box,
        x: planeX(p.label[0]),
        y: planeY(p.label[1]),
        size: Math.min(box[2] - box[0], box[3] - box[1]),
      };
      this.cells.set(cell.code, cell);
      this.communities.get(cell.community)?.cells.push(cell);
    }
    /** @type {Box} */
    this.box = joined([...this.cells.values()].map((cell) => cell.box));
    this.lines = linesOf(cells, (code) => this.communities.get(code)?.street ?? "");
    this.streets = streetsOf([...this.communities.values()]);
    this._index();
  }

  _index() {
    /** @type {Cell[][]} */
    this._buckets = Array.from({ length: BUCKETS * BUCKETS }, () => []);
    for (const cell of this.cells.values()) {
      const [left, top, right, bottom] = cell.box;
      for (let row = this._row(top); row <= this._row(bottom); row++)
        for (let column = this._column(left); column <= this._column(right); column++)
          this._buckets[row * BUCKETS + column].push(cell);
    }
  }

  /** @param {number} x */
  _column(x) {
    const at = Math.floor(((x - this.box[0]) / (this.box[2] - this.box[0])) * BUCKETS);
    return Math.max(0, Math.min(BUCKETS - 1, at));
  }

  /** @param {number} y */
  _row(y) {
    const at = Math.floor(((y - this.box[1]) / (this.box[3] - this.box[1])) * BUCKETS);
    return Math.max(0, Math.min(BUCKETS - 1, at));
  }

  /**
   * Find the cell under a finger. For the eye only: the server routes what is reported.
   * @param {number} lon
   * @param {number} lat
   * @returns {Cell | null}
   */
  at(lon, lat) {
    const x = planeX(lon);
    const y = planeY(lat);
    const near = this._buckets[this._row(y) * BUCKETS + this._column(x)];
    return near.find((cell) => meets(cell.box, [x, y, x, y]) && holds(cell.rings, x, y)) ?? null;
  }
}

/** @param {Box} a @param {Box} b */
export const meets = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/** @param {any} geometry @returns {Float64Array[]} */
function ringsOf(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flat().map((/** @type {number[][]} */ ring) => {
    const flat = new Float64Array(ring.length * 2);
    ring.forEach(([lon, lat], i) => {
      flat[2 * i] = planeX(lon);
      flat[2 * i + 1] = planeY(lat);
    });
    return flat;
  });
}

/** @param {Float64Array[]} rings @returns {Box} */
function boxOf(rings) {
  /** @type {Box} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings)
    for (let i = 0; i < ring.length; i += 2) {
      box[0] = Math.min(box[0], ring[i]);
      box[1] = Math.min(box[1], ring[i + 1]);
      box[2] = Math.max(box[2], ring[i]);
      box[3] = Math.max(box[3], ring[i + 1]);
    }
  return box;
}

/** @param {Box[]} boxes @returns {Box} */
export function joined(boxes) {
  /** @type {Box} */
  const all = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    all[0] = Math.min(all[0], box[0]);
    all[1] = Math.min(all[1], box[1]);
    all[2] = Math.max(all[2], box[2]);
    all[3] = Math.max(all[3], box[3]);
  }
  return all;
}

/** @param {Float64Array[]} rings @param {number} x @param {number} y */
function holds(rings, x, y) {
  let inside = false;
  for (const ring of rings)
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const above = ring[i + 1] > y;
      if (above === ring[j + 1] > y) continue;
      const crossing = ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i];
      if (x < crossing) inside = !inside;
    }
  return inside;
}

/** @param {Community[]} communities @returns {Street[]} */
function streetsOf(communities) {
  /** @type {Map<string, Community[]>} */
  const members = new Map();
  for (const one of communities) members.set(one.street, [...(members.get(one.street) ?? []), one]);
  return [...members.values()].map((group) => {
    // A member carries the name, the middle one first: the middle itself may lie outside.
    const middle = (/** @type {"x" | "y"} */ axis) =>
      group.reduce((sum, one) => sum + one[axis], 0) / group.length;
    const [mx, my] = [middle("x"), middle("y")];
    const places = [...group].sort((a, b) => Math.hypot(a.x - mx, a.y - my) - Math.hypot(b.x - mx, b.y - my));
    return { name: group[0].streetName, places };
  });
}

/**
 * Take each edge once, rank it by what it parts, and chain edges of one rank into lines.
 * Works because the cells are one exact coverage: neighbours share their vertices.
 * @param {any} cells
 * @param {(community: string) => string} streetOf
 * @returns {Record<Rank, Line[]>}
 */
function linesOf(cells, streetOf) {
  /** @type {Map<number, number>} vertex on the lattice → its number */
  const vertices = new Map();
  /** @type {number[]} */
  const xs = [];
  /** @type {number[]} */
  const ys = [];
  /** @type {Map<number, string>} edge → community on its one side, or its rank once both are known */
  const sides = new Map();
  /** @type {Map<number, Rank>} */
  const ranks = new Map();
  // Two numbers below this make one key that a double holds exactly; on the lattice it is 6.7°.
  const limit = 2 ** 26;

  const [west, south] = corner(cells.features);
  const vertex = (/** @type {number[]} */ [lon, lat]) => {
    const key = Math.round((lon - west) * LATTICE) * limit + Math.round((lat - south) * LATTICE);
    let at = vertices.get(key);
    if (at === undefined) {
      at = xs.length;
      vertices.set(key, at);
      xs.push(planeX(lon));
      ys.push(planeY(lat));
    }
    return at;
  };
  for (const { properties, geometry } of cells.features) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    for (const ring of polygons.flat()) {
      let from = vertex(ring[0]);
      for (let i = 1; i < ring.length; i++) {
        const to = vertex(ring[i]);
        const edge = Math.min(from, to) * limit + Math.max(from, to);
        const other = sides.get(edge);
        if (other === undefined) {
          sides.set(edge, properties.community);
          ranks.set(edge, "district");
        } else if (other === properties.community) ranks.set(edge, "cell");
        else ranks.set(edge, streetOf(other) === streetOf(properties.community) ? "community" : "street");
        from = to;
      }
    }
  }
  /** @type {Record<Rank, [number, number][]>} */
  const edges = { cell: [], community: [], street: [], district: [] };
  for (const [edge, rank] of ranks) edges[rank].push([Math.floor(edge / limit), edge % limit]);
  const line = (/** @type {number[]} */ chain) => {
    const points = new Float64Array(chain.length * 2);
    chain.forEach((at, i) => {
      points[2 * i] = xs[at];
      points[2 * i + 1] = ys[at];
    });
    return { points, box: boxOf([points]) };
  };
  return {
    cell: chains(edges.cell).map(line),
    community: chains(edges.community).map(line),
    street: chains(edges.street).map(line),
    district: chains(edges.district).map(line),
  };
}

/** @param {any[]} features @returns {[number, number]} the least longitude and latitude */
function corner(features) {
  let [west, south] = [Infinity, Infinity];
  for (const { geometry } of features)
    for (const [lon, lat] of geometry.coordinates.flat(geometry.type === "Polygon" ? 1 : 2)) {
      west = Math.min(west, lon);
      south = Math.min(south, lat);
    }
  return [west, south];
}

/**
 * Walk edges into chains that end where lines meet or part.
 * @param {[number, number][]} edges
 * @returns {number[][]}
 */
function chains(edges) {
  /** @type {Map<number, number[]>} */
  const touching = new Map();
  edges.forEach(([a, b], i) => {
    for (const at of [a, b]) {
      const list = touching.get(at);
      if (list) list.push(i);
      else touching.set(at, [i]);
    }
  });
  const used = new Uint8Array(edges.length);
  const walk = (/** @type {number} */ start, /** @type {number} */ first) => {
    const chain = [start];
    let at = start;
    let edge = first;
    while (edge >= 0) {
      used[edge] = 1;
      at = edges[edge][0] === at ? edges[edge][1] : edges[edge][0];
      chain.push(at);
      const next = /** @type {number[]} */ (touching.get(at));
      edge = next.length === 2 ? (next.find((one) => !used[one]) ?? -1) : -1;
    }
    return chain;
  };
  /** @type {number[][]} */
  const found = [];
  for (const [at, list] of touching)
    if (list.length !== 2) for (const edge of list) if (!used[edge]) found.push(walk(at, edge));
  edges.forEach(([a], edge) => {
    if (!used[edge]) found.push(walk(a, edge)); // what is left are closed rings
  });
  return found;
}
