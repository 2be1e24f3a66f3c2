// What the maps that open with no network share: reading the data, tiles, labels, the side.
/* global L */
const gridwardOffline = (() => {
  "use strict";
  const FONT = '"Noto Sans SC","Noto Sans CJK SC","PingFang SC","HarmonyOS Sans SC","Microsoft YaHei",system-ui,sans-serif';
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue("--" + name).trim();

  const make = (tag, text, name) => {
    const e = document.createElement(tag);
    if (text) e.textContent = text;
    if (name) e.className = name;
    return e;
  };
  const button = (text, name, act) => {
    const e = make("button", text, name);
    e.type = "button";
    e.addEventListener("click", act);
    return e;
  };
  const note = (text) => { const p = make("p"); p.append(make("span", text, "gw-note")); return p; };

  // Lines are lattice integers: the first point, then the step to each next one. Out: lon, lat, …
  const unpack = (steps) => {
    const out = new Float64Array(steps.length);
    let x = 0, y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i]; y += steps[i + 1];
      out[i] = x / 1e7; out[i + 1] = y / 1e7;
    }
    return out;
  };
  const boxOf = (lines) => {
    const b = [Infinity, Infinity, -Infinity, -Infinity];
    for (const r of lines) for (let i = 0; i < r.length; i += 2) {
      b[0] = Math.min(b[0], r[i]); b[1] = Math.min(b[1], r[i + 1]);
      b[2] = Math.max(b[2], r[i]); b[3] = Math.max(b[3], r[i + 1]);
    }
    return b;
  };
  const meets = (a, b) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
  const inside = (rings, x, y) => {
    let odd = false;
    for (const r of rings) for (let i = 0; i + 3 < r.length; i += 2) {
      if ((r[i + 1] > y) !== (r[i + 3] > y) && x < r[i] + (y - r[i + 1]) / (r[i + 3] - r[i + 1]) * (r[i + 2] - r[i])) odd = !odd;
    }
    return odd;
  };
  const boundsOf = (b) => L.latLngBounds([[b[1], b[0]], [b[3], b[2]]]);

  // Canvas tiles. `draw` gets the pen, what a tile shows, a tracer of rings, and its place.
  const tiles = (map, options, draw) => new (L.GridLayer.extend({
    createTile(coords) {
      const size = this.getTileSize(), ratio = Math.min(2, window.devicePixelRatio || 1);
      const tile = L.DomUtil.create("canvas"), pen = tile.getContext("2d");
      tile.width = size.x * ratio; tile.height = size.y * ratio;
      pen.scale(ratio, ratio);
      pen.lineJoin = "round";
      const origin = coords.scaleBy(size), z = coords.z, beyond = 40;
      const nw = map.unproject(origin.subtract([beyond, beyond]), z), se = map.unproject(origin.add(size).add([beyond, beyond]), z);
      const trace = (lines) => {
        pen.beginPath();
        for (const r of lines) for (let i = 0; i < r.length; i += 2) {
          const p = map.project([r[i + 1], r[i]], z);
          if (i) pen.lineTo(p.x - origin.x, p.y - origin.y); else pen.moveTo(p.x - origin.x, p.y - origin.y);
        }
      };
      draw(pen, [nw.lng, se.lat, se.lng, nw.lat], trace, { origin, size, z });
      return tile;
    },
  }))(options);

  // Labels are set once for a zoom, over all tiles: so none is cut at a tile's edge or meets another.
  // `wanted(z)` gives them, the dearest first: text, box, middle, font, ink, and how far beyond
  // the width of its box a text may reach.
  const HIGH = 18, BUCKET = 128, ruler = document.createElement("canvas").getContext("2d");
  const layOut = (map, z, wanted) => {
    const at = (x, y) => map.project([y, x], z), taken = new Map(), kept = [];
    for (const w of wanted) {
      ruler.font = w.font;
      const p = at(...w.middle), half = ruler.measureText(w.text).width / 2 + 3;
      const west = at(w.box[0], w.box[1]), east = at(w.box[2], w.box[3]);
      if (2 * half > (east.x - west.x) * w.most || west.y - east.y < HIGH) continue;
      const label = { ...w, x: p.x, y: p.y, half }, buckets = [];
      for (let x = Math.floor((p.x - half) / BUCKET); x <= Math.floor((p.x + half) / BUCKET); x++) {
        for (let y = Math.floor((p.y - HIGH / 2) / BUCKET); y <= Math.floor((p.y + HIGH / 2) / BUCKET); y++) buckets.push(x + ":" + y);
      }
      const close = (o) => Math.abs(o.x - p.x) < o.half + half && Math.abs(o.y - p.y) < HIGH;
      if (buckets.some((k) => (taken.get(k) || []).some(close))) continue;
      for (const k of buckets) { const held = taken.get(k); if (held) held.push(label); else taken.set(k, [label]); }
      kept.push(label);
    }
    return kept;
  };
  const labels = (map, wanted) => {
    const laidOut = new Map();
    const at = (z) => { if (!laidOut.has(z)) laidOut.set(z, layOut(map, z, wanted(z))); return laidOut.get(z); };
    const write = (pen, { origin, size, z }, inkOf) => {
      pen.textAlign = "center"; pen.textBaseline = "middle"; pen.lineWidth = 4; pen.strokeStyle = colour("map-cell");
      for (const l of at(z)) {
        const x = l.x - origin.x, y = l.y - origin.y;
        if (x + l.half < -4 || x - l.half > size.x + 4 || y < -HIGH || y > size.y + HIGH) continue;
        pen.font = l.font; pen.fillStyle = colour(inkOf ? inkOf(l) : l.ink);
        pen.strokeText(l.text, x, y); pen.fillText(l.text, x, y);
      }
    };
    return { at, write };
  };
  // How wide in pixels what spans so many degrees is at a zoom.
  const pixels = (degrees, z) => degrees / 360 * 256 * 2 ** z;
  const usual = (boxes) => boxes.map((b) => b[2] - b[0]).sort((a, b) => a - b)[boxes.length >> 1] || 0;

  // On paper: the map as wide as a page, of the same ground; the list behind it, whole.
  const onPaper = (map) => {
    let seen = null;
    const turn = (paper) => {
      document.body.classList.toggle("gw-paper", paper);
      map.invalidateSize({ animate: false });
      if (seen) map.fitBounds(seen, { animate: false });
    };
    addEventListener("beforeprint", () => { seen = map.getBounds(); turn(true); });
    addEventListener("afterprint", () => turn(false));
  };
  const controls = (map, words) => {
    onPaper(map);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    L.control.zoom({ position: "bottomright", zoomInTitle: words["zoom-in"], zoomOutTitle: words["zoom-out"] }).addTo(map);
  };
  // The list beside the map: a head with a button that shows all again, then groups of rows.
  const side = (label, title, illustrative) => {
    const aside = make("aside", "", "gw-side"), head = make("header", "", "gw-head");
    aside.setAttribute("aria-label", label);
    head.append(make("h1", title));
    if (illustrative) head.append(note(illustrative));
    aside.append(head);
    document.body.prepend(aside);
    return { aside, head };
  };
  const onOtherScheme = (act) => matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act);

  return { FONT, colour, make, button, note, unpack, boxOf, meets, inside, boundsOf, tiles, labels, pixels, usual, controls, side, onOtherScheme };
})();
