// @ts-check
/** /cases/{number}: its cell on a small map, and forms that are sent once. */
import { caseMark, drawDivision, openMap } from "../modules/small-map.js";

const element = /** @type {HTMLElement} */ (document.querySelector("[data-map]"));
const { division = "", cell = "", lon, lat, status = "", label = "", icons = "" } = element.dataset;

async function open() {
  const map = openMap(element, { interactive: false });
  try {
    const drawn = await drawDivision(map, division);
    drawn.show(drawn.boundsOf(cell) ?? drawn.bounds, 18);
    drawn.choose(cell);
    caseMark({ lon: Number(lon), lat: Number(lat) }, status, label, icons, false).addTo(map);
  } catch {
    element.hidden = true; // the words beside it tell the same
  }
}

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
  });
}
open();
