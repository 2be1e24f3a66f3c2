// Draws the cells of a division on canvas tiles and answers which cell a point lies in.
/* global L */
function gridwardCells(map, data) {
  "use strict";
  const words = data.words, count = data.codes.length, style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue("--" + name).trim();
  document.documentElement.lang = data.lang;
  const unpack = (steps) => {
    const out = new Float64Array(steps.length);
    let x = 0, y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i]; y += steps[i + 1];
      out[i] = x / 1e7; out[i + 1] = y / 1e7;
    }
    return out;
  };
  const boundsOf = (rings) => {
    const b = [Infinity, Infinity, -Infinity, -Infinity];
    for (const r of rings) for (let i = 0; i < r.length; i += 2) {
      b[0] = Math.min(b[0], r[i]); b[1] = Math.min(b[1], r[i + 1]);
      b[2] = Math.max(b[2], r[i]); b[3] = Math.max(b[3], r[i + 1]);
    }
    return b;
  };
  const cells = data.cells.map((rings) => rings.map(unpack)), boxes = cells.map(boundsOf);
  const lines = data.lines.map(unpack), lineBoxes = lines.map((l) => boundsOf([l]));
  const homeBoxes = data.communities.map(() => [Infinity, Infinity, -Infinity, -Infinity]);
  boxes.forEach((b, i) => {
    const h = homeBoxes[data.homes[i]];
    h[0] = Math.min(h[0], b[0]); h[1] = Math.min(h[1], b[1]); h[2] = Math.max(h[2], b[2]); h[3] = Math.max(h[3], b[3]);
  });
  const all = boundsOf(boxes.map((b) => Float64Array.from(b)));
  // A uniform grid over the district finds the few cells near a point or in a tile.
  const side = Math.max(1, Math.ceil(Math.sqrt(count))), bins = new Map();
  const bin = (v, axis) => Math.min(side - 1, Math.max(0, Math.floor((v - all[axis]) / ((all[axis + 2] - all[axis]) || 1) * side)));
  const eachBin = (b, act) => {
    for (let x = bin(b[0], 0); x <= bin(b[2], 0); x++) for (let y = bin(b[1], 1); y <= bin(b[3], 1); y++) act(x * side + y);
  };
  boxes.forEach((b, i) => eachBin(b, (k) => { const s = bins.get(k); if (s) s.push(i); else bins.set(k, [i]); }));
  const near = (b) => {
    const found = new Set();
    eachBin(b, (k) => (bins.get(k) || []).forEach((i) => found.add(i)));
    return [...found].filter((i) => boxes[i][0] <= b[2] && boxes[i][2] >= b[0] && boxes[i][1] <= b[3] && boxes[i][3] >= b[1]);
  };
  const inside = (rings, x, y) => {
    let odd = false;
    for (const r of rings) for (let i = 0; i + 3 < r.length; i += 2) {
      if ((r[i + 1] > y) !== (r[i + 3] > y) && x < r[i] + (y - r[i + 1]) / (r[i + 3] - r[i + 1]) * (r[i + 2] - r[i])) odd = !odd;
    }
    return odd;
  };
  const pick = (p) => near([p.lng, p.lat, p.lng, p.lat]).sort((a, b) => data.codes[a] < data.codes[b] ? -1 : 1)
    .find((i) => inside(cells[i], p.lng, p.lat));

  let chosen = -1;
  // Labels are set once for a zoom, over all tiles: so none is cut at a tile's edge or meets another.
  const HIGH = 18, BUCKET = 128, laidOut = new Map(), ruler = document.createElement("canvas").getContext("2d");
  const SERIALS_FROM = 34, FONT = '"Noto Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif';
  const widths = boxes.map((b) => b[2] - b[0]).sort((a, b) => a - b), usual = widths[widths.length >> 1];
  const layOut = (z) => {
    const at = (x, y) => map.project([y, x], z), taken = new Map(), kept = [];
    const near = usual / 360 * 256 * 2 ** z >= SERIALS_FROM;
    const wanted = near
      ? boxes.map((b, i) => ({ text: data.serials[i], box: b, middle: [(b[0] + b[2]) / 2, (b[1] + b[3]) / 2], cell: i, font: "12px " + FONT, ink: "ink-2", most: 1 }))
      : homeBoxes.map((b, i) => ({ text: data.labels[i], box: b, middle: data.middles[i], cell: -2, font: "13px " + FONT, ink: "ink", most: 1.4 }));
    wanted.sort((a, b) => (b.box[2] - b.box[0]) - (a.box[2] - a.box[0]));
    for (const w of wanted) {
      if (near && !inside(cells[w.cell], ...w.middle)) continue;
      ruler.font = w.font;
      const p = at(...w.middle), half = ruler.measureText(w.text).width / 2 + 3;
      const west = at(w.box[0], w.box[1]), east = at(w.box[2], w.box[3]);
      if (2 * half > (east.x - west.x) * w.most || west.y - east.y < HIGH) continue;
      const label = { ...w, x: p.x, y: p.y, half }, buckets = [];
      for (let x = Math.floor((p.x - half) / BUCKET); x <= Math.floor((p.x + half) / BUCKET); x++) {
        for (let y = Math.floor((p.y - HIGH / 2) / BUCKET); y <= Math.floor((p.y + HIGH / 2) / BUCKET); y++) buckets.push(x + ":" + y);
      }
      const meets = (o) => Math.abs(o.x - p.x) < o.half + half && Math.abs(o.y - p.y) < HIGH;
      if (buckets.some((k) => (taken.get(k) || []).some(meets))) continue;
      for (const k of buckets) { const held = taken.get(k); if (held) held.push(label); else taken.set(k, [label]); }
      kept.push(label);
    }
    return kept;
  };
  const labelsAt = (z) => { if (!laidOut.has(z)) laidOut.set(z, layOut(z)); return laidOut.get(z); };
  map.gridwardLabels = labelsAt;
  const Layer = L.GridLayer.extend({
    createTile(coords) {
      const size = this.getTileSize(), ratio = Math.min(2, window.devicePixelRatio || 1);
      const tile = L.DomUtil.create("canvas"), pen = tile.getContext("2d");
      tile.width = size.x * ratio; tile.height = size.y * ratio;
      pen.scale(ratio, ratio);
      const origin = coords.scaleBy(size), z = coords.z;
      const at = (x, y) => { const p = map.project([y, x], z); return [p.x - origin.x, p.y - origin.y]; };
      const nw = map.unproject(origin.subtract([40, 40]), z), se = map.unproject(origin.add(size).add([40, 40]), z);
      const view = [nw.lng, se.lat, se.lng, nw.lat];
      const trace = (r) => { for (let i = 0; i < r.length; i += 2) { const [x, y] = at(r[i], r[i + 1]); if (i) pen.lineTo(x, y); else pen.moveTo(x, y); } };
      const draw = near(view);
      pen.lineJoin = "round"; pen.lineWidth = 1; pen.strokeStyle = colour("map-cell-line"); pen.fillStyle = colour("map-cell");
      for (const i of draw) { pen.beginPath(); cells[i].forEach(trace); pen.fill("evenodd"); pen.stroke(); }
      pen.strokeStyle = colour("map-community"); pen.lineWidth = 2;
      lines.forEach((l, i) => {
        const b = lineBoxes[i];
        if (b[0] <= view[2] && b[2] >= view[0] && b[1] <= view[3] && b[3] >= view[1]) { pen.beginPath(); trace(l); pen.stroke(); }
      });
      if (draw.includes(chosen)) {
        pen.beginPath(); cells[chosen].forEach(trace);
        pen.fillStyle = colour("accent-soft"); pen.fill("evenodd"); pen.strokeStyle = colour("accent"); pen.lineWidth = 3; pen.stroke();
      }
      pen.textAlign = "center"; pen.textBaseline = "middle"; pen.lineWidth = 3; pen.lineJoin = "round";
      for (const l of labelsAt(z)) {
        const x = l.x - origin.x, y = l.y - origin.y;
        if (x + l.half < -4 || x - l.half > size.x + 4 || y < -HIGH || y > size.y + HIGH) continue;
        pen.font = l.font; pen.strokeStyle = colour("map-cell"); pen.fillStyle = colour(l.cell === chosen ? "accent" : l.ink);
        pen.strokeText(l.text, x, y); pen.fillText(l.text, x, y);
      }
      return tile;
    },
  });
  const layer = new Layer({ updateWhenZooming: false, keepBuffer: 1 }).addTo(map);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => layer.redraw());

  const make = (tag, text, name) => { const e = document.createElement(tag); if (text) e.textContent = text; if (name) e.className = name; return e; };
  const card = (i) => {
    const box = make("div"), list = make("dl");
    box.append(make("div", data.grouped[i], "gw-code"), list);
    const row = (term, value) => list.append(make("dt", term), make("dd", value));
    row(words.community, data.communities[data.homes[i]]);
    row(words.area, data.areas[i]);
    for (const [tier, organisation, name, phone] of data.persons[data.codes[i]] || []) row(tier, [organisation, name, phone].filter(Boolean).join(" · "));
    if (data.illustrative) box.append(make("div", words.illustrative, "gw-note"));
    return box;
  };
  const choose = (i, place) => {
    chosen = i; layer.redraw();
    const b = boxes[i];
    L.popup({ maxWidth: 300 }).setLatLng(place || [(b[1] + b[3]) / 2, (b[0] + b[2]) / 2]).setContent(card(i)).openOn(map);
  };
  map.on("click", (e) => { const i = pick(e.latlng); if (i !== undefined) choose(i, e.latlng); });
  const tip = L.tooltip({ direction: "top", offset: [0, -8] });
  map.on("mousemove", (e) => {
    const i = pick(e.latlng);
    if (i === undefined) { tip.remove(); return; }
    tip.setLatLng(e.latlng).setContent(make("span", data.grouped[i] + " · " + data.communities[data.homes[i]])).addTo(map);
  });
  map.on("mouseout", () => tip.remove());

  const control = (position, element) => {
    const c = L.control({ position });
    c.onAdd = () => { L.DomEvent.disableClickPropagation(element); L.DomEvent.disableScrollPropagation(element); return element; };
    c.addTo(map);
  };
  const panel = make("section", "", "gw-panel"), input = make("input"), results = make("div", "", "gw-results");
  input.type = "search"; input.placeholder = words.search; input.setAttribute("aria-label", words.search);
  results.setAttribute("role", "status");
  panel.append(make("h1", data.title), make("p", words.counts));
  if (data.illustrative) { const p = make("p"); p.append(make("span", words.illustrative, "gw-note")); panel.append(p); }
  panel.append(input, results);
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase(), digits = wanted.replace(/\s/g, "");
    results.replaceChildren();
    if (!wanted) return;
    const hits = [];
    for (let i = 0; i < count; i++) if (data.codes[i].includes(digits) || data.communities[data.homes[i]].toLowerCase().includes(wanted)) hits.push(i);
    hits.slice(0, 20).forEach((i) => {
      const b = make("button", data.grouped[i] + " · " + data.communities[data.homes[i]]);
      b.type = "button";
      b.addEventListener("click", () => { const k = boxes[i]; map.fitBounds([[k[1], k[0]], [k[3], k[2]]], { maxZoom: 17 }); choose(i); });
      results.append(b);
    });
    if (!hits.length) results.append(make("p", words["no-result"]));
    else if (hits.length > 20) results.append(make("p", words["more-results"].replace("%", hits.length - 20)));
  });
  control("topleft", panel);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  L.control.zoom({ position: "bottomright", zoomInTitle: words["zoom-in"], zoomOutTitle: words["zoom-out"] }).addTo(map);
  const legend = make("section", "", "gw-legend");
  legend.setAttribute("aria-label", words.legend);
  for (const [mark, key] of [["", "legend-cell"], ["community", "legend-community"], ["chosen", "legend-chosen"]]) {
    const row = make("div");
    row.append(make("i", "", mark), make("span", words[key]));
    legend.append(row);
  }
  control("bottomleft", legend);
}
