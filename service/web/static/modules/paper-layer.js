// @ts-check
/** Draw a paper on canvas inside a Leaflet map: ground, lines by rank, names that never collide. */
import { meets } from "./paper.js";

/** @typedef {import("./paper.js").Paper} Paper */
/** @typedef {import("./paper.js").Cell} Cell */
/** @typedef {import("./paper.js").Line} Line */
/** @typedef {import("./paper.js").Box} Box */
/** @typedef {{px: number, weight: string, colour: string, room: number, halo?: string}} Face */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Rect pixels on the canvas */

/** @type {any} Leaflet 1.9 puts itself here. */
const L = /** @type {any} */ (window).L;

const LINES = /** @type {const} */ ([
  ["cell", "--map-cell-line", 0.8],
  ["community", "--map-community", 1.4],
  ["street", "--map-community", 2.4],
  ["district", "--map-district", 3],
]);
/** Line height of names, in their size. */
const LEADING = 1.25;
/** A cell shows its serial when it is this wide; below, the paper would be all digits. */
const CODE_FROM_PX = 40;
/** From here a cell names its community too: the community's own name may be out of view. */
const FULL_NAME_FROM_PX = 230;
/** Below this width of a middling community, streets are named before communities. */
const STREETS_BELOW_PX = 80;

export const PaperLayer = L.Renderer.extend({
  options: { padding: 0.25, showCells: true, showNames: true },

  /** @param {Paper} paper @param {object} options */
  initialize(paper, options) {
    L.Renderer.prototype.initialize.call(this, options);
    this._paper = paper;
    /** @type {Cell | null} */
    this.chosen = null;
    /** @type {Cell | null} */
    this._hovered = null;
    /** @type {() => Rect[]} rectangles in layer points on which no name may be written */
    this.obstacles = () => [];
    const sizes = [...paper.communities.values()].map((one) => one.size).sort((a, b) => a - b);
    this._middling = sizes[Math.floor(sizes.length / 2)] ?? 0;
    this._scheme = matchMedia("(prefers-color-scheme: dark)");
    this._onScheme = () => this.redraw();
  },

  _initContainer() {
    this._container = L.DomUtil.create("div", "paper");
    this._container.setAttribute("aria-hidden", "true");
    this._canvas = L.DomUtil.create("canvas", "", this._container);
    this._hoverCanvas = L.DomUtil.create("canvas", "", this._container);
    this._scheme.addEventListener("change", this._onScheme);
  },

  _destroyContainer() {
    this._scheme.removeEventListener("change", this._onScheme);
    L.DomUtil.remove(this._container);
    delete this._container;
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    L.DomUtil.setPosition(this._container, this._bounds.min);
    const size = this._bounds.getSize();
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    for (const canvas of [this._canvas, this._hoverCanvas]) {
      canvas.width = Math.round(size.x * ratio);
      canvas.height = Math.round(size.y * ratio);
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
    }
    this._size = size;
    this.redraw();
    this._drawHover();
  },

  /** Choose a cell, or none. @param {Cell | null} cell */
  choose(cell) {
    this.chosen = cell;
    this.redraw();
  },

  /** @param {Cell | null} cell */
  hover(cell) {
    if (cell === this._hovered) return;
    this._hovered = cell;
    this._drawHover();
  },

  /** Draw all again where the paper lies now. */
  redraw() {
    if (!this._map || !this._bounds) return;
    const draw = this._canvas.getContext("2d");
    this._style = getComputedStyle(this._container);
    draw.clearRect(0, 0, this._size.x, this._size.y);
    draw.lineJoin = "round";
    draw.lineCap = "round";
    this._place();
    this._fill(draw);
    this._drawLines(draw);
    if (this.chosen) this._outline(draw, this.chosen, 2.5);
    this._drawNames(draw);
  },

  /** Note how the plane lies on the canvas now. */
  _place() {
    const zoom = this._map.getZoom();
    this._scale = 256 * 2 ** zoom;
    const origin = this._map.getPixelOrigin().add(this._bounds.min);
    this._left = origin.x;
    this._top = origin.y;
    /** @type {Box} */
    this._view = [
      origin.x / this._scale,
      origin.y / this._scale,
      (origin.x + this._size.x) / this._scale,
      (origin.y + this._size.y) / this._scale,
    ];
  },

  /** @param {string} name of a token */
  _colour(name) {
    return this._style.getPropertyValue(name).trim();
  },

  /** @param {CanvasRenderingContext2D} draw */
  _fill(draw) {
    draw.beginPath();
    for (const line of this._paper.lines.district) this._trace(draw, line.points);
    draw.fillStyle = this._colour("--map-cell");
    draw.fill("evenodd");
    if (!this.chosen) return;
    draw.beginPath();
    for (const ring of this.chosen.rings) this._trace(draw, ring);
    draw.fillStyle = this._colour("--accent-soft");
    draw.fill("evenodd");
  },

  /** @param {CanvasRenderingContext2D} draw */
  _drawLines(draw) {
    const near = Math.min(1.25, Math.max(0.6, (this._map.getZoom() - 9) / 4.5));
    for (const [rank, colour, width] of LINES) {
      if (rank === "cell" && !this.options.showCells) continue;
      draw.beginPath();
      for (const line of this._paper.lines[rank])
        if (meets(line.box, this._view)) this._trace(draw, line.points);
      draw.strokeStyle = this._colour(colour);
      draw.lineWidth = width * near;
      // Far out, thousands of hairlines would turn the paper grey.
      draw.globalAlpha = rank === "cell" ? this._hairline() : 1;
      draw.stroke();
      draw.globalAlpha = 1;
    }
  },

  /** @returns {number} how much ink a hairline gets: full once its cells are 24 px wide */
  _hairline() {
    const { cells } = this._paper;
    const sample = cells.values().next().value;
    return sample ? Math.min(1, Math.max(0.25, (sample.size * this._scale) / 24)) : 1;
  },

  /** @param {CanvasRenderingContext2D} draw @param {Cell} cell @param {number} width */
  _outline(draw, cell, width) {
    draw.beginPath();
    for (const ring of cell.rings) this._trace(draw, ring);
    draw.strokeStyle = this._colour("--accent");
    draw.lineWidth = width;
    draw.stroke();
  },

  /**
   * Trace points, leaving out steps that the eye cannot see.
   * @param {CanvasRenderingContext2D} draw
   * @param {Float64Array} points
   */
  _trace(draw, points) {
    const { _scale: scale, _left: left, _top: top } = this;
    const last = points.length - 2;
    let px = points[0] * scale - left;
    let py = points[1] * scale - top;
    draw.moveTo(px, py);
    for (let i = 2; i <= last; i += 2) {
      const x = points[i] * scale - left;
      const y = points[i + 1] * scale - top;
      if (i < last && Math.abs(x - px) < 0.7 && Math.abs(y - py) < 0.7) continue;
      draw.lineTo(x, y);
      px = x;
      py = y;
    }
  },

  _drawHover() {
    if (!this._map || !this._bounds) return;
    const draw = this._hoverCanvas.getContext("2d");
    draw.clearRect(0, 0, this._size.x, this._size.y);
    if (this._hovered && this._hovered !== this.chosen) this._outline(draw, this._hovered, 1.5);
  },

  /** @param {CanvasRenderingContext2D} draw */
  _drawNames(draw) {
    /** @type {Rect[]} */
    const { x: left, y: top } = this._bounds.min;
    const taken = this.obstacles().map((/** @type {Rect} */ one) => ({
      left: one.left - left,
      right: one.right - left,
      top: one.top - top,
      bottom: one.bottom - top,
    }));
    taken.push(...this._edges());
    const ink = { label: this._colour("--map-label"), code: this._colour("--map-code"), accent: this._colour("--accent") };
    const face = this._style.fontFamily;
    draw.textAlign = "center";
    draw.textBaseline = "middle";
    /** @param {{x: number, y: number}} at @param {string[]} words @param {Face} how */
    const put = (at, words, { px, weight, colour, room, halo = "--map-cell" }) => {
      draw.font = `${weight} ${px}px ${face}`;
      const width = Math.max(...words.map((word) => draw.measureText(word).width));
      const x = at.x * this._scale - this._left;
      const y = at.y * this._scale - this._top;
      const spot = freeSpot(taken, x, y, width, px * LEADING * words.length, room);
      if (!spot) return false;
      taken.push(rect(spot.x, spot.y, width + 6, px * LEADING * words.length + 2));
      draw.lineWidth = 4;
      draw.strokeStyle = this._colour(halo);
      draw.fillStyle = colour;
      words.forEach((word, i) => {
        const line = spot.y + (i - (words.length - 1) / 2) * px * LEADING;
        draw.strokeText(word, spot.x, line);
        draw.fillText(word, spot.x, line);
      });
      return true;
    };
    const { chosen } = this;
    if (chosen) {
      const room = chosen.size * this._scale;
      put(chosen, [chosen.serial], { px: 17, weight: "700", colour: ink.accent, room, halo: "--accent-soft" });
      // Other names keep off a chosen cell, unless it is most of what is seen.
      if (room < 260) taken.push(this._rectOf(chosen.box));
    }
    if (this.options.showNames) this._drawAreaNames(draw, put, ink.label, face);
    if (!this.options.showCells) return;
    for (const cell of this._paper.cells.values()) {
      const size = cell.size * this._scale;
      if (size < CODE_FROM_PX || cell === chosen || !meets(cell.box, this._view)) continue;
      const full = size >= FULL_NAME_FROM_PX ? [this._paper.communities.get(cell.community)?.name ?? "", cell.serial] : [cell.serial];
      put(cell, full, { px: size < 64 ? 12 : 15, weight: "400", colour: ink.code, room: size });
    }
  },

  /**
   * @param {CanvasRenderingContext2D} draw
   * @param {(at: {x: number, y: number}, words: string[], how: Face) => boolean} put
   * @param {string} colour
   * @param {string} face
   */
  _drawAreaNames(draw, put, colour, face) {
    const middling = this._middling * this._scale;
    if (middling < STREETS_BELOW_PX)
      for (const street of this._paper.streets)
        street.places.some((place) => put(place, [street.name], { px: 15, weight: "700", colour, room: 60 }));
    const px = Math.round(Math.min(20, Math.max(11, 8 + middling / 28)));
    for (const one of this._paper.communities.values()) {
      const wide = (one.box[2] - one.box[0]) * this._scale;
      draw.font = `600 ${px}px ${face}`;
      // A name wider than its community would be read as the neighbour's.
      if (meets(one.box, this._view) && draw.measureText(one.name).width < wide * 1.05)
        put(one, [one.name], { px, weight: "600", colour, room: wide / 3 });
    }
  },

  /** @returns {Rect[]} the rim of what is seen: a name lies within or without, never across */
  _edges() {
    const { x: left, y: top } = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
    const { x: width, y: height } = this._map.getSize();
    const [right, bottom] = [left + width, top + height];
    return [
      { left, right: left + 2, top, bottom },
      { left: right - 2, right, top, bottom },
      { left, right, top, bottom: top + 2 },
      { left, right, top: bottom - 2, bottom },
    ];
  },

  /** @param {Box} box @returns {Rect} */
  _rectOf([left, top, right, bottom]) {
    return {
      left: left * this._scale - this._left,
      right: right * this._scale - this._left,
      top: top * this._scale - this._top,
      bottom: bottom * this._scale - this._top,
    };
  },
});

/** @param {number} x @param {number} y @param {number} width @param {number} height @returns {Rect} */
const rect = (x, y, width, height) => ({ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 });

/**
 * Find where a name fits: at its place, or a little above, below or beside it.
 * @param {Rect[]} taken
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {number} room pixels that the named thing spans
 */
function freeSpot(taken, x, y, width, height, room) {
  const up = Math.min(height * 1.5, room * 0.28);
  const aside = Math.max(0, Math.min(width, room / 2 - width / 2 - 4));
  for (const [dx, dy] of [[0, 0], [0, up], [0, -up], [aside, 0], [-aside, 0], [0, 1.6 * up], [0, -1.6 * up]]) {
    const want = rect(x + dx, y + dy, width + 4, height);
    if (!taken.some((one) => want.left < one.right && one.left < want.right && want.top < one.bottom && one.top < want.bottom)) return { x: x + dx, y: y + dy };
  }
  return null;
}

/**
 * Tell where elements of the page cover a map.
 * @param {any} map
 * @param {string} selector
 * @returns {Rect[]} in layer points
 */
export function coveredBy(map, selector) {
  const frame = map.getContainer().getBoundingClientRect();
  return [...document.querySelectorAll(selector)].map((one) => {
    const box = one.getBoundingClientRect();
    const least = map.containerPointToLayerPoint([box.left - frame.left, box.top - frame.top]);
    return { left: least.x, top: least.y, right: least.x + box.width, bottom: least.y + box.height };
  });
}

/**
 * Turn a box of the plane into Leaflet bounds.
 * @param {Box} box
 */
export function boundsOf(box) {
  const lat = (/** @type {number} */ y) => (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;
  return L.latLngBounds([lat(box[3]), (box[0] - 0.5) * 360], [lat(box[1]), (box[2] - 0.5) * 360]);
}
