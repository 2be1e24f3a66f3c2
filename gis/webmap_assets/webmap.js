// Draws the cells of a division on canvas tiles and answers which cell a point lies in.
/* global L, gridwardOffline */
function gridwardCells(map, data) {
  "use strict";
  const { FONT, colour, make, button, note, unpack, boxOf, meets, inside, boundsOf, tiles, labels, pixels, usual, controls, onOtherScheme } = gridwardOffline;
  const words = data.words, count = data.codes.length;
  document.documentElement.lang = data.lang;
  const cells = data.cells.map((rings) => rings.map(unpack)), boxes = cells.map(boxOf);
  const lines = data.lines.map(unpack), lineBoxes = lines.map((l) => boxOf([l]));
  const homeBoxes = data.communities.map(() => [Infinity, Infinity, -Infinity, -Infinity]);
  boxes.forEach((b, i) => {
    const h = homeBoxes[data.homes[i]];
    h[0] = Math.min(h[0], b[0]); h[1] = Math.min(h[1], b[1]); h[2] = Math.max(h[2], b[2]); h[3] = Math.max(h[3], b[3]);
  });
  const all = boxOf(boxes);
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
    return [...found].filter((i) => meets(boxes[i], b));
  };
  const pick = (p) => near([p.lng, p.lat, p.lng, p.lat]).sort((a, b) => data.codes[a] < data.codes[b] ? -1 : 1)
    .find((i) => inside(cells[i], p.lng, p.lat));

  let chosen = -1;
  const SERIALS_FROM = 34, width = usual(boxes);
  const middleOf = (b) => [(b[0] + b[2]) / 2, (b[1] + b[3]) / 2];
  const named = labels(map, (z) => {
    const wanted = pixels(width, z) >= SERIALS_FROM
      ? boxes.map((b, i) => ({ text: data.serials[i], box: b, middle: middleOf(b), cell: i, font: "12px " + FONT, ink: "map-code", most: 1 }))
        .filter((w) => inside(cells[w.cell], ...w.middle))
      : homeBoxes.map((b, i) => ({ text: data.labels[i], box: b, middle: data.middles[i], cell: -2, font: "600 13px " + FONT, ink: "ink", most: 1.4 }));
    return wanted.sort((a, b) => (b.box[2] - b.box[0]) - (a.box[2] - a.box[0]));
  });
  map.gridwardLabels = named.at;
  const layer = tiles(map, { updateWhenZooming: false, keepBuffer: 1 }, (pen, view, trace, place) => {
    const drawn = near(view);
    pen.lineWidth = 1; pen.strokeStyle = colour("map-cell-line"); pen.fillStyle = colour("map-cell");
    for (const i of drawn) { trace(cells[i]); pen.fill("evenodd"); pen.stroke(); }
    pen.strokeStyle = colour("map-community"); pen.lineWidth = 2;
    lines.forEach((l, i) => { if (meets(lineBoxes[i], view)) { trace([l]); pen.stroke(); } });
    if (drawn.includes(chosen)) {
      trace(cells[chosen]);
      pen.fillStyle = colour("accent-soft"); pen.fill("evenodd"); pen.strokeStyle = colour("accent"); pen.lineWidth = 3; pen.stroke();
    }
    named.write(pen, place, (l) => l.cell === chosen ? "accent" : l.ink);
  }).addTo(map);
  onOtherScheme(() => layer.redraw());

  const card = (i) => {
    const box = make("div"), list = make("dl");
    box.append(make("div", data.grouped[i], "gw-code"), list);
    const row = (term, value) => list.append(make("dt", term), make("dd", value));
    row(words.community, data.communities[data.homes[i]]);
    row(words.area, data.areas[i]);
    for (const [tier, organisation, name, phone] of data.persons[data.codes[i]] || []) row(tier, [organisation, name, phone].filter(Boolean).join(" · "));
    if (data.illustrative) box.append(note(words.illustrative));
    return box;
  };
  // The card stands above the cell and hides none of it.
  const choose = (i) => {
    chosen = i; layer.redraw();
    const b = boxes[i];
    L.popup({ maxWidth: 300 }).setLatLng([b[3], (b[0] + b[2]) / 2]).setContent(card(i)).openOn(map);
  };
  map.on("click", (e) => { const i = pick(e.latlng); if (i !== undefined) choose(i); });
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
  if (data.illustrative) panel.append(note(words.illustrative));
  panel.append(input, results);
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase(), digits = wanted.replace(/\s/g, "");
    results.replaceChildren();
    if (!wanted) return;
    const hits = [];
    for (let i = 0; i < count; i++) if (data.codes[i].includes(digits) || data.communities[data.homes[i]].toLowerCase().includes(wanted)) hits.push(i);
    hits.slice(0, 20).forEach((i) => results.append(button(data.grouped[i] + " · " + data.communities[data.homes[i]], "", () => {
      map.fitBounds(boundsOf(boxes[i]), { maxZoom: 17 });
      choose(i);
    })));
    if (!hits.length) results.append(make("p", words["no-result"]));
    else if (hits.length > 20) results.append(make("p", words["more-results"].replace("%", hits.length - 20)));
  });
  control("topleft", panel);
  controls(map, words);
  const legend = make("section", "", "gw-legend");
  legend.setAttribute("aria-label", words.legend);
  for (const [mark, key] of [["", "legend-cell"], ["community", "legend-community"], ["chosen", "legend-chosen"]]) {
    const row = make("div");
    row.append(make("i", "", mark), make("span", words[key]));
    legend.append(row);
  }
  control("bottomleft", legend);
}
