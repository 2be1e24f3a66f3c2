// Draws communities and what a check found in them; a list beside the map leads to each finding.
/* global L, gridwardOffline */
function gridwardRepairs(map, data) {
  "use strict";
  const { colour, make, button, unpack, boundsOf, controls, side, onOtherScheme } = gridwardOffline;
  const words = data.words;
  document.documentElement.lang = data.lang;

  const places = (steps) => { const flat = unpack(steps); return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i + 1], flat[2 * i]]); };
  const polygons = (shape) => shape.map((rings) => rings.map(places));
  const canvas = L.canvas({ padding: 0.3, tolerance: 6 });

  // Ground: the communities.
  const ground = data.shapes.map((shape, i) => {
    const layer = L.polygon(polygons(shape), { renderer: canvas, weight: 1.2, fillOpacity: 1 }).addTo(map);
    return layer.bindTooltip(make("span", data.names[i]), { sticky: true });
  });
  // Findings: thin land is drawn as its outline too, so that it is seen from afar.
  const KINDS = new Set(["refused", "hole", "overlap", "gap"]), OPEN = new Set(["hole", "gap"]);
  const marks = data.marks.map((mark, i) => ({ ...mark, index: i, number: 0, item: null, pin: null, layer: null }));
  let count = 0;
  for (const mark of marks) {
    if (mark.place) mark.number = ++count;
    if (!mark.shape.length) continue;
    mark.layer = L.polygon(polygons(mark.shape), { renderer: canvas });
    if (KINDS.has(mark.kind)) mark.layer.addTo(map).on("click", () => choose(mark, true));
  }
  const paint = () => {
    for (const layer of ground) layer.setStyle({ color: colour("map-community"), fillColor: colour("map-cell") });
    for (const mark of marks) if (mark.layer) {
      const filled = KINDS.has(mark.kind);
      mark.layer.setStyle({ color: colour(mark.kind), weight: mark === chosen ? 4 : 2.5, fillColor: colour(mark.kind), fillOpacity: filled ? 0.35 : 0.08, dashArray: OPEN.has(mark.kind) ? "6 5" : null });
    }
  };

  // A number stands where there is room for it; else a dot does, until one zooms in.
  const PINS = 1000, ROOM = 38, HIGH = 30;
  for (const mark of marks.filter((m) => m.place).slice(0, PINS)) {
    const face = make("span", String(mark.number));
    mark.pin = L.marker([mark.place[1], mark.place[0]], {
      icon: L.divIcon({ className: "gr-mark " + mark.kind, html: face, iconSize: [0, 0] }),
      keyboard: false, title: mark.text,
    }).addTo(map).on("click", () => choose(mark, true));
  }
  const makeRoom = () => {
    const taken = new Map(), key = (x, y) => x + ":" + y;
    const order = marks.filter((m) => m.pin);
    if (chosen && chosen.pin) order.unshift(chosen);
    const seen = new Set();
    for (const mark of order) {
      if (seen.has(mark)) continue;
      seen.add(mark);
      const p = map.latLngToLayerPoint(mark.pin.getLatLng()), x = Math.floor(p.x / ROOM), y = Math.floor(p.y / ROOM);
      let free = true;
      for (let i = x - 1; i <= x + 1; i++) for (let j = y - 1; j <= y + 1; j++) {
        for (const q of taken.get(key(i, j)) || []) if (Math.abs(q.x - p.x) < ROOM && Math.abs(q.y - p.y) < HIGH) free = false;
      }
      if (free) taken.set(key(x, y), [...(taken.get(key(x, y)) || []), p]);
      mark.pin.setZIndexOffset(free ? 2000 - mark.index : 0);
      const face = mark.pin.getElement();
      face.classList.toggle("dot", !free);
      face.classList.toggle("chosen", mark === chosen);
    }
  };

  const show = (bounds) => map.fitBounds(bounds, {
    padding: [24, 24], maxZoom: 19, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  let chosen = null;
  const choose = (mark, fromMap) => {
    if (chosen) {
      if (chosen.item) chosen.item.removeAttribute("aria-current");
      if (chosen.layer && !KINDS.has(chosen.kind)) chosen.layer.remove();
    }
    chosen = mark;
    if (mark.layer && !KINDS.has(mark.kind)) mark.layer.addTo(map);
    if (mark.item) {
      mark.item.setAttribute("aria-current", "true");
      if (fromMap) mark.item.scrollIntoView({ block: "center" });
    }
    paint(); makeRoom();
    if (!fromMap) {
      const box = mark.layer ? mark.layer.getBounds() : L.latLngBounds([[mark.place[1], mark.place[0]]]);
      // Hairlines are long: their widest place, not their whole length, is what one wants to see.
      const near = L.latLng(mark.place[1], mark.place[0]).toBounds(60);
      const target = mark.kind === "overlap" || mark.kind === "gap" ? near : box.pad(0.3);
      show(target);
    }
  };

  // The list.
  const { aside, head } = side(words.findings, data.title, data.illustrative && words.illustrative);
  head.querySelector("h1").after(make("span", data.verdict, data.fine ? "gr-verdict" : "gr-verdict refused"), make("p", data.counts));
  const whole = boundsOf(data.bounds);
  if (ground.length) head.append(button(words.all, "gw-all", () => show(whole)));
  for (const [kind, title] of data.groups) {
    const members = marks.filter((m) => m.kind === kind);
    if (!members.length) continue;
    const group = make("section", "", "gw-group " + kind), heading = make("h2"), list = make("ol");
    heading.append(make("i"), make("span", title), make("b", String(members.length)));
    for (const mark of members) {
      const entry = make("li"), item = mark.place ? button("", "gw-item", () => choose(mark, false)) : make("div", "", "gw-item");
      if (mark.number) item.append(make("span", String(mark.number), "gr-number"));
      else item.classList.add("placeless");
      item.append(make("span", mark.text), make("span", mark.area, "gw-size"));
      if (mark.place) mark.item = item;
      entry.append(item); list.append(entry);
    }
    group.append(heading, list); aside.append(group);
  }
  if (!marks.length) aside.append(make("p", words.nothing, "gw-more"));
  if (!ground.length) document.body.append(make("p", words["no-ground"], "gr-empty"));

  controls(map, words);
  map.options.zoomSnap = 0.25;
  map.invalidateSize();
  map.fitBounds(whole, { padding: [24, 24], animate: false });
  map.on("zoomend", makeRoom);
  onOtherScheme(paint);
  paint(); makeRoom();
}
