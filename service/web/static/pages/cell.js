// @ts-check
/** A cell's page: where the cell lies, drawn on the same paper as the map. */
import { boundsOf, coveredBy, PaperLayer } from "../modules/paper-layer.js";
import { Paper } from "../modules/paper.js";

/** @type {any} Leaflet 1.9 puts itself here. */
const L = /** @type {any} */ (window).L;
const box = /** @type {HTMLElement} */ (document.getElementById("cell-map"));
const { cells: cellsUrl = "", communities: communitiesUrl = "", cell: code = "" } = box.dataset;
/** @type {{code: string, outline: object}[]} */
const microCells = JSON.parse(box.dataset.micro || "[]");

/** @param {string} url */
async function lines(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  return response.json();
}

const [cells, communities] = await Promise.all([lines(cellsUrl), lines(communitiesUrl)]);
const paper = new Paper(cells, communities, document.documentElement.lang.slice(0, 2));
const cell = paper.cells.get(code);
if (cell) {
  const map = L.map(box, {
    zoomControl: false,
    attributionControl: false,
    dragging: false,
    scrollWheelZoom: false,
    doubleClickZoom: false,
    touchZoom: false,
    boxZoom: false,
    keyboard: false,
    zoomSnap: 0,
  });
  map.fitBounds(boundsOf(cell.box), { padding: [56, 56], maxZoom: 17, animate: false });
  const layer = new PaperLayer(paper, {});
  L.control.scale({ imperial: false, maxWidth: 80 }).addTo(map);
  layer.obstacles = () => coveredBy(map, "#cell-map .leaflet-control-scale");
  layer.addTo(map);
  layer.choose(cell);
  for (const one of microCells) {
    const asked = one.code === box.dataset.microAsked;
    L.geoJSON(one.outline, {
      className: asked ? "micro-cell micro-cell--asked" : "micro-cell",
      interactive: false,
    }).addTo(map);
  }
  box.dataset.ready = "map";
}
