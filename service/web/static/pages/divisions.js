// @ts-check
/** A division on a small map, and two divisions beside each other; deeds are asked about twice. */
import { drawDivision, openMap } from "../modules/small-map.js";

/** @type {any} Leaflet 1.9 puts itself here. */
const L = /** @type {any} */ (window).L;

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-confirm]"))) {
  button.addEventListener("click", (event) => {
    if (!window.confirm(button.dataset.confirm)) event.preventDefault();
  });
}

const plain = /** @type {HTMLElement | null} */ (document.querySelector("[data-division-map]"));
if (plain) {
  await shown(plain, async () => {
    const map = openMap(plain, { interactive: "interactive" in plain.dataset });
    const division = await drawDivision(map, plain.dataset.divisionMap ?? "");
    division.show(division.bounds);
  });
}

const changed = /** @type {HTMLElement | null} */ (document.querySelector("[data-changes-map]"));
if (changed) {
  await shown(changed, () => drawChanges(changed));
}

/**
 * Draw the new division's communities, its changed cells by kind, and the old cells' edges.
 * @param {HTMLElement} box
 */
async function drawChanges(box) {
  const map = openMap(box);
  const [division, answer] = await Promise.all([
    drawDivision(map, box.dataset.division ?? ""),
    fetch(box.dataset.changesMap ?? ""),
  ]);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const lines = await answer.json();
  const wanted = box.dataset.kind ?? "";
  // The edges before lie over the new cells: they are lines only.
  lines.features.sort((/** @type {any} */ a, /** @type {any} */ b) => a.properties.side.localeCompare(b.properties.side));
  const changes = L.geoJSON(lines, {
    /** @param {any} feature */
    style: (feature) => {
      const { kind, side } = feature.properties;
      const before = side === "old" && kind !== "retired";
      const dim = wanted && kind !== wanted ? " is-dim" : "";
      return { className: `change-path change-path--${before ? "before" : kind}${dim}`, fill: !before, interactive: !before };
    },
    /** @param {any} feature @param {any} layer */
    onEachFeature: (feature, layer) => {
      const word = document.querySelector(`.kind[data-kind="${feature.properties.kind}"] span`);
      if (layer.options.interactive) {
        layer.bindTooltip(`${grouped(feature.properties.code)} · ${word?.textContent ?? ""}`, { sticky: true });
        layer.on("click", () => {
          const at = feature.properties.side === "old" ? (box.dataset.changesMap ?? "").split("/")[4] : box.dataset.division;
          window.location.href = `/cells/${feature.properties.code}?division=${at}`;
        });
      }
    },
  });
  const chosen = lines.features.filter((/** @type {any} */ one) => !wanted || one.properties.kind === wanted);
  const bounds = chosen.length ? L.geoJSON({ type: "FeatureCollection", features: chosen }).getBounds() : division.bounds;
  division.show(bounds.pad(0.05), 16);
  changes.addTo(map);
}

/** @param {string} code */
function grouped(code) {
  return code.length >= 15 ? `${code.slice(0, 6)} ${code.slice(6, 9)} ${code.slice(9, 12)} ${code.slice(12)}` : code;
}

/**
 * Mark a map as ready, or say that it could not be drawn.
 * @param {HTMLElement} box
 * @param {() => Promise<void>} draw
 */
async function shown(box, draw) {
  try {
    await draw();
    box.dataset.ready = "map";
  } catch (error) {
    console.error(error);
    box.classList.add("is-broken");
    box.textContent = box.dataset.failed ?? "";
  }
}
