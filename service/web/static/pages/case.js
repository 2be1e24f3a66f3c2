// @ts-check
/** /cases/{number}: its cell on a small map, photos of the result, and forms that are sent once. */
import { caseMark, drawDivision, openMap } from "../modules/small-map.js";
import { textsOf } from "../modules/texts.js";

const text = textsOf();
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
    const { id } = form;
    for (const button of document.querySelectorAll(`#${id} button, button[form="${id}"]`)) {
      button.setAttribute("aria-busy", "true");
    }
  });
}

// --- photos of the result -------------------------------------------------------------------

const drop = /** @type {HTMLElement | null} */ (document.querySelector("[data-photo-drop]"));
const fault = /** @type {HTMLElement | null} */ (document.getElementById("photos-after-fault"));

/** @param {HTMLElement} drop */
function takePhotos(drop) {
  const input = /** @type {HTMLInputElement} */ (drop.querySelector("input[type=file]"));
  const most = Number(drop.dataset.most);
  /** What the form sends: choosing again adds, where a plain file field would replace. @type {File[]} */
  let chosen = [];

  /** @param {File[]} files */
  function keep(files) {
    chosen = files;
    const held = new DataTransfer();
    for (const file of chosen) held.items.add(file);
    input.files = held.files;
    for (const shown of document.querySelectorAll("[data-new-photo]")) shown.remove();
    for (const file of chosen) drop.before(preview(file));
    drop.hidden = chosen.length >= most;
    for (const one of document.querySelectorAll("[data-take-photo]")) one.toggleAttribute("hidden", chosen.length > 0);
    if (input.required) {
      for (const one of document.querySelectorAll("[data-next-submit]")) one.toggleAttribute("hidden", chosen.length === 0);
    }
  }

  /** @param {Iterable<File>} files */
  function add(files) {
    const told = [];
    const next = [...chosen];
    for (const file of files) {
      if (!file.type.startsWith("image/") && file.type !== "") {
        told.push(text("case-page-photo-not-picture", { name: file.name }));
      } else if (next.length >= most) {
        told.push(text("case-page-photo-most", { most }));
        break;
      } else {
        next.push(file);
      }
    }
    if (fault) {
      fault.textContent = told.join(" ");
      fault.hidden = told.length === 0;
    }
    keep(next);
  }

  /** @param {File} file */
  function preview(file) {
    const figure = document.createElement("figure");
    figure.className = "photos__one";
    figure.dataset.newPhoto = "";
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = text("case-page-photo-new", { name: file.name });
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "photo-remove";
    remove.setAttribute("aria-label", text("case-page-photo-remove", { name: file.name }));
    const cross = /** @type {HTMLTemplateElement} */ (document.getElementById("template-cross"));
    remove.append(document.importNode(cross.content, true));
    remove.addEventListener("click", () => {
      keep(chosen.filter((one) => one !== file));
      input.focus();
    });
    const caption = document.createElement("figcaption");
    caption.textContent = text("case-page-photo-chosen");
    figure.append(image, remove, caption);
    return figure;
  }

  input.addEventListener("change", () => add([...(input.files ?? [])]));
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    add(event.dataTransfer?.files ?? []);
  });
}

if (drop) takePhotos(drop);

// --- the next step, within a thumb's reach until its own button is in view --------------------

const bar = /** @type {HTMLElement | null} */ (document.querySelector("[data-next-bar]"));
const own = document.querySelector("#actions > form button[type=submit]");
if (bar && own) {
  new IntersectionObserver(([seen]) => bar.classList.toggle("is-away", seen.isIntersecting)).observe(own);
}
open();
