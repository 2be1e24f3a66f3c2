// Draws what differs between two divisions on canvas tiles; a list beside the map leads to each.
/* global L */
function gridwardChanges(map, data) {
  "use strict";
  const words = data.words, style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue("--" + name).trim();
  const make = (tag, text, name) => { const e = document.createElement(tag); if (text) e.textContent = text; if (name) e.className = name; return e; };
  document.documentElement.lang = data.lang;

  const unpack = (steps) => {
    const out = new Float64Array(steps.length);
    let x = 0, y = 0;
    for (let i = 0; i < steps.length; i += 2) { x += steps[i]; y += steps[i + 1]; out[i] = x / 1e7; out[i + 1] = y / 1e7; }
    return out;
  };
  const shapeOf = (coded) => {
    const rings = coded.map(unpack), box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const r of rings) for (let i = 0; i < r.length; i += 2) {
      box[0] = Math.min(box[0], r[i]); box[1] = Math.min(box[1], r[i + 1]);
      box[2] = Math.max(box[2], r[i]); box[3] = Math.max(box[3], r[i + 1]);
    }
    return { rings, box };
  };
  const cellOf = ([code, kind, coded]) => ({ code, kind, ...shapeOf(coded) });
  const before = data.old.map(cellOf), after = data.new.map(cellOf), passed = data.passed.map(shapeOf);
  const kinds = data.kinds.map(([name, label, told, count]) => ({ name, label, told, count }));
  const KEPT = 0, MOVED = 1, RETIRED = 5;
  const meets = (b, v) => b[0] <= v[2] && b[2] >= v[0] && b[1] <= v[3] && b[3] >= v[1];
  const inside = (rings, x, y) => {
    let odd = false;
    for (const r of rings) for (let i = 0; i + 3 < r.length; i += 2) {
      if ((r[i + 1] > y) !== (r[i + 3] > y) && x < r[i] + (y - r[i + 1]) / (r[i + 3] - r[i + 1]) * (r[i + 2] - r[i])) odd = !odd;
    }
    return odd;
  };
  const at = (cells, p) => cells.findIndex((c) => meets(c.box, [p.lng, p.lat, p.lng, p.lat]) && inside(c.rings, p.lng, p.lat));

  // A pattern for each kind, so that none is told by colour alone. 16 divides a tile's side.
  const strokes = [[], [[0, 16, 16, 0]], [[4, 0, 4, 16], [12, 0, 12, 16]], [[0, 4, 16, 4], [0, 12, 16, 12]], [[8, 5, 8, 11], [5, 8, 11, 8]], [[0, 0, 16, 16], [0, 16, 16, 0]]];
  const swatch = (kind, tint) => {
    const tile = make("canvas"), pen = tile.getContext("2d"), ink = colour(kinds[kind].name);
    tile.width = tile.height = 16;
    pen.fillStyle = colour("map-cell"); pen.fillRect(0, 0, 16, 16);
    pen.fillStyle = ink; pen.globalAlpha = kind === KEPT ? 0 : tint; pen.fillRect(0, 0, 16, 16);
    pen.globalAlpha = 0.75; pen.strokeStyle = ink; pen.lineWidth = 1.5;
    for (const [x, y, u, v] of strokes[kind]) for (const d of [-16, 0, 16]) {
      pen.beginPath();
      const slant = x !== u && y !== v;
      if (d && !slant) continue;
      pen.moveTo(x + d, y); pen.lineTo(u + d, v); pen.stroke();
    }
    return tile;
  };
  let fills = [], strong = null;

  let chosen = null;
  const Layer = L.GridLayer.extend({
    createTile(coords) {
      const size = this.getTileSize(), ratio = Math.min(2, window.devicePixelRatio || 1);
      const tile = L.DomUtil.create("canvas"), pen = tile.getContext("2d");
      tile.width = size.x * ratio; tile.height = size.y * ratio; pen.scale(ratio, ratio);
      const origin = coords.scaleBy(size), z = coords.z;
      const nw = map.unproject(origin.subtract([8, 8]), z), se = map.unproject(origin.add(size).add([8, 8]), z);
      const view = [nw.lng, se.lat, se.lng, nw.lat];
      const path = (rings) => {
        pen.beginPath();
        for (const r of rings) for (let i = 0; i < r.length; i += 2) {
          const p = map.project([r[i + 1], r[i]], z);
          if (i) pen.lineTo(p.x - origin.x, p.y - origin.y); else pen.moveTo(p.x - origin.x, p.y - origin.y);
        }
      };
      const pattern = (swatch) => pen.createPattern(swatch, "repeat");
      const fill = fills.map(pattern), passing = pattern(strong);
      pen.lineJoin = "round";
      for (const c of before) if (c.kind === RETIRED && meets(c.box, view)) { path(c.rings); pen.fillStyle = fill[RETIRED]; pen.fill("evenodd"); }
      for (const c of after) if (meets(c.box, view)) { path(c.rings); pen.fillStyle = fill[Math.max(0, c.kind)]; pen.fill("evenodd"); }
      for (const p of passed) if (meets(p.box, view)) { path(p.rings); pen.fillStyle = passing; pen.fill("evenodd"); }
      pen.lineWidth = 1.5; pen.strokeStyle = colour("map-line");
      for (const c of after) if (meets(c.box, view)) { path(c.rings); pen.stroke(); }
      pen.lineWidth = 1.5; pen.strokeStyle = colour("old-line"); pen.setLineDash([5, 4]);
      for (const c of before) if (c.kind !== KEPT && meets(c.box, view)) { path(c.rings); pen.stroke(); }
      pen.setLineDash([]);
      if (chosen) for (const c of [before[chosen[0]], after[chosen[1]]]) if (c && meets(c.box, view)) {
        path(c.rings); pen.lineWidth = c === after[chosen[1]] ? 4 : 2.5; pen.strokeStyle = colour("accent"); pen.stroke();
      }
      return tile;
    },
  });
  const layer = new Layer({ maxZoom: 20 });

  const rowOf = new Map(data.rows.map((r, k) => [r[0] + ":" + r[1], k])), items = new Map();
  const card = (o, n) => {
    const k = rowOf.get(o + ":" + n), row = data.rows[k];
    const alone = row || data.rows[rowOf.get(o + ":-1")] || data.rows[rowOf.get("-1:" + n)];
    const box = make("section", "", "gc-card"), list = make("dl");
    if (alone) { const h = make("h3"); h.className = kinds[alone[2]].name; h.append(make("i"), make("span", kinds[alone[2]].label)); box.append(h); }
    const put = (label, text, name) => list.append(make("dt", label), make("dd", text, name));
    put(words.old, o < 0 ? words.none : before[o].code, "code");
    put(words["new-code"], n < 0 ? words.none : after[n].code, "code");
    if (row) {
      put(words.shared, row[3]);
      if (o >= 0) put(words["of-old"], row[4]);
      if (n >= 0) put(words["of-new"], row[5]);
    }
    box.append(list);
    if (!alone) box.append(make("p", words.sliver));
    return box;
  };
  const popup = L.popup({ maxWidth: 300, minWidth: 220 });
  const choose = (o, n, place, k) => {
    if (chosen && items.has(chosen[2])) items.get(chosen[2]).removeAttribute("aria-current");
    chosen = [o, n, k];
    if (items.has(k)) items.get(k).setAttribute("aria-current", "true");
    layer.redraw();
    popup.setLatLng(place).setContent(card(o, n)).openOn(map);
  };
  map.on("click", (e) => {
    const o = at(before, e.latlng), n = at(after, e.latlng);
    if (o < 0 && n < 0) return;
    const k = rowOf.get(o + ":" + n);
    choose(o, n, e.latlng, k);
    if (items.has(k)) items.get(k).scrollIntoView({ block: "nearest" });
  });

  const show = (k) => {
    const [o, n] = data.rows[k], one = before[o], two = after[n];
    const b = one && two ? [Math.max(one.box[0], two.box[0]), Math.max(one.box[1], two.box[1]), Math.min(one.box[2], two.box[2]), Math.min(one.box[3], two.box[3])] : (one || two).box;
    const bounds = L.latLngBounds([[b[1], b[0]], [b[3], b[2]]]);
    map.fitBounds(bounds.pad(0.3), { maxZoom: 18, animate: false });
    choose(o, n, [b[3], (b[0] + b[2]) / 2], k);
  };

  const side = make("aside", "", "gc-side"), head = make("header", "", "gc-head");
  side.setAttribute("aria-label", words.changes);
  head.append(make("h1", data.title), make("p", data.counts));
  if (data.illustrative) { const p = make("p"); p.append(make("span", words.illustrative, "gc-note")); head.append(p); }
  const lines = make("div", "", "gc-lines");
  for (const [name, key] of [["old", "old-line"], ["", "new-line"]]) { const s = make("span"); s.append(make("i", "", name), words[key]); lines.append(s); }
  const b = data.bounds, whole = L.latLngBounds([[b[1], b[0]], [b[3], b[2]]]);
  const all = make("button", words.all, "gc-all");
  all.type = "button";
  all.addEventListener("click", () => map.fitBounds(whole, { animate: false }));
  head.append(lines, all);
  side.append(head);
  const legends = [];
  kinds.forEach((kind, k) => {
    const [rows, more] = data.lists[k];
    if (!data.rows.some((r) => r[2] === k)) return;
    const group = make("section", "", "gc-group " + kind.name), heading = make("h2"), list = make("ol"), mark = make("canvas");
    mark.width = mark.height = 64; mark.setAttribute("aria-hidden", "true");
    legends.push([mark, k]);
    heading.append(mark, make("span", kind.label), make("b", kind.count), make("small", kind.told));
    for (const r of rows) {
      const [o, n, , area] = data.rows[r], entry = make("li"), item = make("button", "", "gc-item");
      const one = before[o] && before[o].code, two = after[n] && after[n].code;
      const label = !one ? two : !two || one === two ? one : one + " → " + two;
      item.type = "button";
      item.append(make("span", label), make("span", area));
      item.addEventListener("click", () => show(r));
      items.set(r, item); entry.append(item); list.append(entry);
    }
    group.append(heading, list);
    if (more) group.append(make("p", more, "gc-more"));
    side.append(group);
  });
  if (!data.lists.some(([rows]) => rows.length)) side.append(make("p", words.nothing, "gc-more"));
  document.body.prepend(side);

  const paint = () => {
    fills = kinds.map((_, k) => swatch(k, 0.12)); strong = swatch(MOVED, 0.5);
    for (const [mark, k] of legends) {
      const pen = mark.getContext("2d");
      pen.setTransform(2, 0, 0, 2, 0, 0); pen.fillStyle = pen.createPattern(fills[k], "repeat"); pen.fillRect(0, 0, 32, 32);
    }
    layer.redraw();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  L.control.zoom({ position: "bottomright", zoomInTitle: words["zoom-in"], zoomOutTitle: words["zoom-out"] }).addTo(map);
  map.invalidateSize();
  map.fitBounds(whole, { animate: false });
  paint();
  layer.addTo(map);
}
