// Draws what differs between two divisions on canvas tiles; a list beside the map leads to each.
/* global L, gridwardOffline */
function gridwardChanges(map, data) {
  "use strict";
  const { FONT, colour, make, button, unpack, boxOf, meets, inside, boundsOf, tiles, labels, pixels, usual, controls, side, onOtherScheme } = gridwardOffline;
  const words = data.words;
  document.documentElement.lang = data.lang;

  const shapeOf = (coded) => { const rings = coded.map(unpack); return { rings, box: boxOf(rings) }; };
  const cellOf = ([code, kind, coded]) => ({ code, kind, ...shapeOf(coded) });
  const before = data.old.map(cellOf), after = data.new.map(cellOf), passed = data.passed.map(shapeOf);
  const borders = data.borders.map((steps) => shapeOf([steps]));
  const kinds = data.kinds.map(([name, label, told, count]) => ({ name, label, told, count }));
  const [KEPT, MOVED, SPLIT, MERGED, NEW, RETIRED] = kinds.keys();
  const at = (cells, p) => cells.findIndex((c) => meets(c.box, [p.lng, p.lat, p.lng, p.lat]) && inside(c.rings, p.lng, p.lat));

  // One pattern for each kind, those of the service's page. 16 divides a tile's side.
  const strokes = { [MOVED]: [[0, 16, 16, 0]], [MERGED]: [[0, 0, 16, 16], [0, 16, 16, 0]], [NEW]: [[8, 5, 8, 11], [5, 8, 11, 8]], [RETIRED]: [[0, 4, 16, 4], [0, 12, 16, 12]] };
  const swatch = (kind, strong) => {
    const tile = make("canvas"), pen = tile.getContext("2d");
    const ink = colour(kind === RETIRED ? "map-community" : "change-ink");
    tile.width = tile.height = 16;
    pen.fillStyle = colour(kind === KEPT ? "map-cell" : kind === RETIRED ? "change-gone" : "change-ground");
    pen.fillRect(0, 0, 16, 16);
    if (strong) { pen.globalAlpha = 0.35; pen.fillStyle = ink; pen.fillRect(0, 0, 16, 16); pen.globalAlpha = 1; }
    pen.strokeStyle = pen.fillStyle = ink; pen.lineWidth = 1.5;
    if (kind === SPLIT) for (const [x, y] of [[4, 4], [12, 4], [4, 12], [12, 12]]) { pen.beginPath(); pen.arc(x, y, 1.7, 0, 7); pen.fill(); }
    for (const [x, y, u, v] of strokes[kind] || []) for (const d of x !== u && y !== v ? [-16, 0, 16] : [0]) {
      pen.beginPath(); pen.moveTo(x + d, y); pen.lineTo(u + d, v); pen.stroke();
    }
    return tile;
  };
  let fills = [], strong = null, chosen = null;

  // Each zoom shows what can be read there: tints, then patterns, then old lines and codes.
  const width = usual(after.map((c) => c.box)), PATTERNS_FROM = 22, LINES_FROM = 40;
  const serial = (code) => code.slice(code.lastIndexOf(" ") + 1);
  const codes = labels(map, (z) => pixels(width, z) < LINES_FROM ? [] : after
    .map((c) => ({ text: serial(c.code), box: c.box, middle: [(c.box[0] + c.box[2]) / 2, (c.box[1] + c.box[3]) / 2], cell: c, font: (c.kind > KEPT ? "600 " : "") + "12px " + FONT, ink: c.kind > KEPT ? "ink" : "map-code", most: 1 }))
    .filter((w) => inside(w.cell.rings, ...w.middle))
    .sort((a, b) => Math.min(b.cell.kind, 1) - Math.min(a.cell.kind, 1)));
  const layer = tiles(map, { maxZoom: 20 }, (pen, view, trace, place) => {
    const patterned = pixels(width, place.z) >= PATTERNS_FROM, close = pixels(width, place.z) >= LINES_FROM, seen = (c) => meets(c.box, view);
    const filled = (c, pattern, flat) => { trace(c.rings); pen.fillStyle = patterned ? pen.createPattern(pattern, "repeat") : colour(flat); pen.fill("evenodd"); };
    const stroked = (c, ink, wide) => { trace(c.rings); pen.strokeStyle = colour(ink); pen.lineWidth = wide; pen.stroke(); };
    for (const c of before) if (c.kind === RETIRED && seen(c)) filled(c, fills[RETIRED], "change-gone");
    for (const c of after) if (seen(c)) filled(c, fills[Math.max(KEPT, c.kind)], c.kind > KEPT ? "change-ground" : "map-cell");
    if (close) for (const p of passed) if (seen(p)) filled(p, strong, "change-ground");
    for (const c of after) if (seen(c)) stroked(c, "map-cell-line", 1);
    for (const line of borders) if (seen(line)) stroked(line, "map-community", close ? 2 : 1.5);
    for (const c of after) if (c.kind > KEPT && seen(c)) stroked(c, "change-ink", close ? 1.5 : 1);
    pen.setLineDash([5, 4]);
    for (const c of before) if (seen(c) && (c.kind === RETIRED || close && c.kind !== KEPT)) stroked(c, "ink", 1.5);
    pen.setLineDash([]);
    if (chosen) for (const [c, wide] of [[before[chosen[0]], 2.5], [after[chosen[1]], 4]]) if (c && seen(c)) stroked(c, "accent", wide);
    codes.write(pen, place);
  });

  const rowOf = new Map(data.rows.map((r, k) => [r[0] + ":" + r[1], k])), items = new Map();
  const card = (o, n) => {
    const row = data.rows[rowOf.get(o + ":" + n)];
    const alone = row || data.rows[rowOf.get(o + ":-1")] || data.rows[rowOf.get("-1:" + n)];
    const box = make("section", "", "gc-card"), list = make("dl");
    if (alone) { const h = make("h3"); h.append(swatch(alone[2]), make("span", kinds[alone[2]].label)); box.append(h); }
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
    map.fitBounds(boundsOf(b).pad(0.3), { maxZoom: 18, animate: false });
    choose(o, n, [b[3], (b[0] + b[2]) / 2], k);
  };

  const { aside, head } = side(words.changes, data.title, data.illustrative && words.illustrative);
  head.querySelector("h1").after(make("p", data.counts));
  const lines = make("div", "", "gc-lines");
  for (const [name, key] of [["old", "old-line"], ["", "new-line"]]) { const s = make("span"); s.append(make("i", "", name), words[key]); lines.append(s); }
  const whole = boundsOf(data.bounds);
  head.append(lines, button(words.all, "gw-all", () => map.fitBounds(whole, { animate: false })));
  // "… 004 007 001 → 007": what both codes begin with is said once; no code is broken.
  const pairOf = (one, two) => {
    const text = make("span"), begin = one && two ? one.slice(0, one.lastIndexOf(" ") + 1) : "";
    const short = begin && two.startsWith(begin) ? two.slice(begin.length) : two;
    text.append(make("span", one || two, "gc-code"));
    if (one && two && one !== two) text.append(" → ", make("span", short, "gc-code"));
    return text;
  };
  const legends = [];
  kinds.forEach((kind, k) => {
    const [rows, more] = data.lists[k];
    if (!data.rows.some((r) => r[2] === k)) return;
    const group = make("section", "", "gw-group " + kind.name), heading = make("h2"), list = make("ol"), mark = make("canvas");
    mark.width = mark.height = 64; mark.setAttribute("aria-hidden", "true");
    legends.push([mark, k]);
    heading.append(mark, make("span", kind.label), make("b", kind.count), make("small", kind.told));
    for (const r of rows) {
      const [o, n, , area] = data.rows[r], entry = make("li"), item = button("", "gw-item", () => show(r));
      item.append(pairOf(before[o] && before[o].code, after[n] && after[n].code), make("span", area, "gw-size"));
      items.set(r, item); entry.append(item); list.append(entry);
    }
    group.append(heading, list);
    if (more) group.append(make("p", more, "gw-more"));
    aside.append(group);
  });
  if (!data.lists.some(([rows]) => rows.length)) aside.append(make("p", words.nothing, "gw-more"));

  const paint = () => {
    fills = kinds.map((_, k) => swatch(k)); strong = swatch(MOVED, true);
    for (const [mark, k] of legends) {
      const pen = mark.getContext("2d");
      pen.setTransform(2, 0, 0, 2, 0, 0); pen.fillStyle = pen.createPattern(fills[k], "repeat"); pen.fillRect(0, 0, 32, 32);
    }
    layer.redraw();
  };
  onOtherScheme(paint);
  controls(map, words);
  map.invalidateSize();
  map.fitBounds(whole, { animate: false });
  paint();
  layer.addTo(map);
}
