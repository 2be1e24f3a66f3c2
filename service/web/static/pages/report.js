// @ts-check
/**
 * /report: photos, place, kind, words, send. The form works without this script; with it, the place
 * is a pin, photos are shrunk here, and a failed sending loses nothing and never doubles.
 */
import { accuracyCircle, drawDivision, openMap, reportPin } from "../modules/small-map.js";

/** @typedef {{lon: number, lat: number}} Place */
/** @typedef {{blob: Blob, name: string, url: string}} Photo */

const PHOTO_SIDE_PX = 1600;
const JPEG_QUALITY = 0.85;
const DRAFT = "gridward-report-draft";
const DRAFT_FIELDS = ["description", "address", "contact_name", "contact", "category", "lon", "lat"];

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-report]"));
const texts = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");
/** @type {Photo[]} */
const photos = [];
/** A request as it goes over the wire. @typedef {{bytes: ArrayBuffer, type: string}} Sealed */
/** Kept so that a retry is the very same one. @type {Sealed | null} */
let sealed = null;
/** What was sent and never answered: it may have arrived. @type {Sealed | null} */
let unanswered = null;
/** @type {XMLHttpRequest | null} */
let sending = null;
let limitOfCategory = "";
/** @type {{inside: boolean, to: string, replyHours: number | null} | null} */
let receiver = null;

document.documentElement.dataset.scripted = "";
form.noValidate = true;

/** @param {string} key @param {Record<string, string | number>} [facts] */
function text(key, facts = {}) {
  return String(texts[`report-${key}`] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(facts[name] ?? ""));
}

/** @param {string} selector @returns {HTMLElement} */
function part(selector) {
  return /** @type {HTMLElement} */ (form.querySelector(selector));
}

/** @param {string} name @returns {HTMLInputElement} */
function field(name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

// --- photos ---------------------------------------------------------------------------------

const strip = part("[data-photos]");
const maxPhotos = Number(strip.dataset.max);

/** Shrink a photo where the browser can read it; else send it as it is. @param {File} file */
async function shrunk(file) {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, PHOTO_SIDE_PX / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
    return blob ?? file;
  } catch {
    return file; // the server judges what this browser cannot read
  }
}

/** @param {FileList | File[]} files */
async function addPhotos(files) {
  clearFault("photos");
  for (const file of files) {
    if (photos.length >= maxPhotos) {
      showFault("photos", text("photos-most", { most: maxPhotos }));
      break;
    }
    if (!file.type.startsWith("image/") && file.type !== "") {
      showFault("photos", text("photo-not-picture", { name: file.name }));
      continue;
    }
    if (file.size === 0) {
      showFault("photos", text("photo-empty", { name: file.name }));
      continue;
    }
    const waiting = thumbnail(null, file.name);
    const blob = await shrunk(file);
    const photo = { blob, name: file.name.replace(/\.\w+$/, "") + (blob === file ? "" : ".jpg"), url: URL.createObjectURL(blob) };
    if (blob === file) photo.name = file.name;
    photos.push(photo);
    clearFault("description"); // a photo says it too
    waiting.replaceWith(thumbnail(photo, file.name));
    changed();
  }
  drawPhotoLimit();
}

/** @param {Photo | null} photo @param {string} name */
function thumbnail(photo, name) {
  const item = document.createElement("li");
  item.className = "photo-thumb";
  if (photo) {
    const image = document.createElement("img");
    image.src = photo.url;
    image.alt = text("photo-alt", { name });
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "photo-remove";
    remove.setAttribute("aria-label", text("photo-remove", { name }));
    remove.append(document.importNode(template("cross"), true));
    remove.addEventListener("click", () => {
      photos.splice(photos.indexOf(photo), 1);
      URL.revokeObjectURL(photo.url);
      item.remove();
      clearFault("photos");
      drawPhotoLimit();
      changed();
      part("[data-camera]").focus();
    });
    item.append(image, remove);
  } else {
    item.classList.add("is-waiting");
  }
  strip.insertBefore(item, strip.querySelector("[data-add]"));
  return item;
}

function drawPhotoLimit() {
  for (const adder of strip.querySelectorAll("[data-add]")) {
    /** @type {HTMLElement} */ (adder).hidden = photos.length >= maxPhotos;
  }
  strip.classList.toggle("has-photos", photos.length > 0);
}

/** @param {string} name */
function template(name) {
  return /** @type {HTMLTemplateElement} */ (document.getElementById(`template-${name}`)).content;
}

for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[type=file]"))) {
  input.addEventListener("change", async () => {
    const files = [...(input.files ?? [])];
    input.value = ""; // the form itself sends no file: `photos` holds them
    await addPhotos(files);
  });
}
for (const kind of ["dragover", "drop"]) {
  strip.addEventListener(kind, (event) => {
    event.preventDefault();
    if (event instanceof DragEvent && kind === "drop" && event.dataTransfer) addPhotos(event.dataTransfer.files);
  });
}

// --- place ----------------------------------------------------------------------------------

const mapElement = part("[data-map]");
const placeLine = part("[data-place]");
const accuracyLine = part("[data-accuracy]");
/** @type {any} */
let map = null;
/** @type {any} */
let division = null;
/** @type {any} */
let pin = null;
/** @type {any} */
let circle = null;
let asked = 0;

/** @returns {Place | null} */
function place() {
  const lon = field("lon").value.trim();
  const lat = field("lat").value.trim();
  if (!lon || !lat || !Number.isFinite(Number(lon)) || !Number.isFinite(Number(lat))) return null;
  return { lon: Number(lon), lat: Number(lat) };
}

/** @param {Place} at @param {number | null} accuracy_m @param {boolean} [move] */
function putPin(at, accuracy_m, move = false) {
  field("lon").value = at.lon.toFixed(7);
  field("lat").value = at.lat.toFixed(7);
  field("accuracy").value = accuracy_m === null ? "" : String(Math.round(accuracy_m));
  field("cell").value = "";
  accuracyLine.textContent = accuracy_m === null ? "" : text("accuracy", { metres: Math.round(accuracy_m) });
  drawPin(at, accuracy_m, move);
  changed();
  locate(at);
}

/** @param {Place} at @param {number | null} accuracy_m @param {boolean} move */
function drawPin(at, accuracy_m, move) {
  if (!map) return;
  circle?.remove();
  circle = accuracy_m === null ? null : accuracyCircle(at, accuracy_m).addTo(map);
  if (pin) {
    pin.setLatLng([at.lat, at.lon]);
  } else {
    pin = reportPin(at, text("pin")).addTo(map);
    pin.on("dragend", () => {
      const { lng, lat } = pin.getLatLng();
      putPin({ lon: lng, lat }, null);
    });
  }
  if (move) map.setView([at.lat, at.lon], Math.max(map.getZoom(), 16), { animate: false });
}

/** Ask whose cell the pin lies in. @param {Place} at */
async function locate(at) {
  const turn = ++asked;
  placeLine.dataset.state = "asking";
  placeLine.textContent = text("place-asking");
  clearFault("place");
  receiver = null;
  drawReceiver();
  try {
    const answer = await fetch(`/api/v1/locate?lon=${at.lon}&lat=${at.lat}`, { headers: { accept: "application/json" } });
    const body = await answer.json();
    if (turn !== asked) return;
    if (!answer.ok) throw new Error(body.detail ?? answer.statusText);
    drawPlace(body);
  } catch {
    if (turn !== asked) return;
    placeLine.dataset.state = "failed";
    placeLine.replaceChildren(text("place-failed"), " ", retryButton(at));
  }
}

/** @param {Place} at */
function retryButton(at) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = text("retry");
  button.addEventListener("click", () => locate(at));
  return button;
}

/** Offer the cell that was most likely meant. @param {string} code */
function nearestButton(code) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = text("place-nearest", { code });
  button.addEventListener("click", () => {
    const inside = division.insideOf(code);
    if (inside) putPin(inside, null, true);
  });
  return button;
}

/** @param {any} found the answer of /api/v1/locate */
function drawPlace(found) {
  if (!found.inside) {
    placeLine.dataset.state = "outside";
    const near = found.nearest;
    placeLine.textContent = near
      ? text("place-outside-near", { code: near.code, metres: Math.round(near.distance_m) })
      : text("place-outside");
    if (near && division?.boundsOf(near.code)) placeLine.append(" ", nearestButton(near.code));
    receiver = { inside: false, to: "", replyHours: null };
    division?.choose("");
    drawReceiver();
    return;
  }
  const cell = found.cell;
  const english = document.documentElement.lang.startsWith("en");
  const community = (english && cell.community.name_en) || cell.community.name;
  const street = (english && cell.street.name_en) || cell.street.name;
  placeLine.dataset.state = "inside";
  const title = document.createElement("strong");
  title.textContent = text("place-cell", { community, serial: cell.serial || cell.code });
  const code = document.createElement("span");
  code.className = "code";
  code.textContent = cell.code_grouped ?? cell.code;
  const where = document.createElement("span");
  where.className = "place-where";
  where.append(street, " · ", code);
  placeLine.replaceChildren(title, where);
  const person = [...(found.persons ?? [])].reverse().find((one) => !one.vacant);
  receiver = {
    inside: true,
    to: person ? [(document.documentElement.lang === "en" && person.post_en) || person.post, person.name].filter(Boolean).join(" ") : "",
    replyHours: found.reply_within_hours ?? null,
  };
  division?.choose(cell.code);
  drawReceiver();
}

/** Say under the button what sending will do. */
function drawReceiver() {
  const line = part("[data-receiver]");
  if (!receiver) {
    line.textContent = text("receiver-none");
  } else if (!receiver.inside) {
    line.textContent = text("receiver-outside");
  } else {
    const hours = limitOfCategory || receiver.replyHours;
    const to = receiver.to || text("receiver-vacant");
    line.textContent = hours ? text("receiver", { to, hours }) : text("receiver-no-limit", { to });
  }
}

part("[data-gps]").addEventListener("click", (event) => {
  const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
  clearFault("place");
  if (!navigator.geolocation) {
    showFault("place", text("gps-missing"));
    return;
  }
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      button.disabled = false;
      button.removeAttribute("aria-busy");
      putPin({ lon: coords.longitude, lat: coords.latitude }, coords.accuracy, true);
    },
    (error) => {
      button.disabled = false;
      button.removeAttribute("aria-busy");
      showFault("place", text(error.code === error.PERMISSION_DENIED ? "gps-denied" : "gps-failed"));
    },
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
  );
});

for (const name of ["lon", "lat"]) {
  field(name).addEventListener("change", () => {
    const at = place();
    if (at) putPin(at, null, true);
  });
}

async function openPlace() {
  const start = place();
  if (start) locate(start);
  try {
    map = openMap(mapElement);
    division = await drawDivision(map, mapElement.dataset.division ?? "");
    const cellBounds = mapElement.dataset.cell ? division.boundsOf(mapElement.dataset.cell) : null;
    division.show(cellBounds ?? division.bounds, cellBounds ? 18 : 17);
    if (start) drawPin(start, null, !cellBounds);
    map.on("click", (/** @type {any} */ event) => putPin({ lon: event.latlng.lng, lat: event.latlng.lat }, null));
    mapElement.removeAttribute("aria-busy");
    if (mapElement.dataset.cell) division.choose(mapElement.dataset.cell);
  } catch {
    // No lines to show: the typed place still works, and says so.
    mapElement.removeAttribute("aria-busy");
    mapElement.classList.add("is-broken");
    mapElement.textContent = text("map-failed");
    /** @type {HTMLDetailsElement} */ (part("[data-typed]")).open = true;
  }
}

// --- kind -----------------------------------------------------------------------------------

const more = part("[data-more]");
const allKinds = part("[data-all-kinds]");
const search = /** @type {HTMLInputElement} */ (part("[data-kind-search]"));
allKinds.hidden = true;

more.addEventListener("click", () => {
  allKinds.hidden = !allKinds.hidden;
  more.setAttribute("aria-expanded", String(!allKinds.hidden));
  if (!allKinds.hidden) search.focus();
});

search.addEventListener("input", () => {
  const wanted = search.value.trim().toLowerCase();
  let shown = 0;
  for (const group of allKinds.querySelectorAll("[data-group]")) {
    let inGroup = 0;
    for (const kind of /** @type {NodeListOf<HTMLElement>} */ (group.querySelectorAll("[data-kind]"))) {
      const fits = !wanted || (kind.dataset.kind ?? "").toLowerCase().includes(wanted);
      kind.hidden = !fits;
      if (fits) inGroup += 1;
    }
    /** @type {HTMLElement} */ (group).hidden = inGroup === 0;
    shown += inGroup;
  }
  part("[data-kind-none]").hidden = shown > 0;
});
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});

function drawKind() {
  const chosen = /** @type {HTMLInputElement | null} */ (form.querySelector("input[name=category]:checked"));
  limitOfCategory = chosen?.dataset.limit ?? "";
  const rare = chosen !== null && allKinds.contains(chosen);
  more.classList.toggle("is-chosen", rare);
  part("[data-more-label]").textContent = rare ? (chosen?.dataset.name ?? "") : (more.dataset.label ?? "");
  if (chosen) clearFault("category");
  drawReceiver();
}
form.addEventListener("change", (event) => {
  if (/** @type {HTMLInputElement} */ (event.target).name !== "category") return;
  drawKind();
  const chosen = /** @type {HTMLElement} */ (event.target);
  if (allKinds.contains(chosen) && !allKinds.matches(":focus-within:has(:focus-visible)")) {
    allKinds.hidden = true;
    more.setAttribute("aria-expanded", "false");
  }
});

// --- faults ---------------------------------------------------------------------------------

/** @param {string} name @param {string} message */
function showFault(name, message) {
  const line = form.querySelector(`[data-fault="${name}"]`);
  if (!line) return false;
  line.textContent = message;
  /** @type {HTMLElement} */ (line).hidden = false;
  line.closest("[data-part]")?.classList.add("has-fault");
  const input = /** @type {HTMLElement | null} */ (form.querySelector(`[name="${name}"]:not([type=hidden])`));
  input?.setAttribute("aria-invalid", "true");
  return true;
}

/** @param {string} name */
function clearFault(name) {
  const line = /** @type {HTMLElement | null} */ (form.querySelector(`[data-fault="${name}"]`));
  if (!line) return;
  line.hidden = true;
  line.textContent = "";
  line.closest("[data-part]")?.classList.remove("has-fault");
  form.querySelector(`[name="${name}"]`)?.removeAttribute("aria-invalid");
}

/** The API's field names, and where on this page each is told. @param {string} name */
function faultPlace(name) {
  const bare = name.replace(/^body\./, "").replace(/[.[].*$/, "");
  return { lon: "place", lat: "place", cell: "place", accuracy: "place" }[bare] ?? bare;
}

function firstFault() {
  const first = /** @type {HTMLElement | null} */ (form.querySelector("[data-fault]:not([hidden])"));
  first?.closest("[data-part]")?.scrollIntoView({ block: "start", behavior: "smooth" });
  return first !== null;
}

/** Check what can be checked here; the server checks again. */
function complete() {
  for (const line of form.querySelectorAll("[data-fault]")) clearFault(line.getAttribute("data-fault") ?? "");
  if (!place() && !field("cell").value.trim()) showFault("place", text("need-place"));
  else if (receiver && !receiver.inside) showFault("place", text("need-place-inside"));
  if (!form.querySelector("input[name=category]:checked")) showFault("category", text("need-category"));
  if (!field("description").value.trim() && photos.length === 0) showFault("description", text("need-description"));
  return !firstFault();
}

// --- sending --------------------------------------------------------------------------------

const bar = part("[data-bar]");
const progress = /** @type {HTMLProgressElement} */ (part("[data-progress]"));
const message = part("[data-message]");

/** @param {"ready" | "sending" | "failed"} state @param {string} [told] */
function setBar(state, told = "") {
  bar.dataset.state = state;
  const button = /** @type {HTMLButtonElement} */ (part("[data-submit]"));
  button.disabled = state === "sending";
  button.setAttribute("aria-busy", String(state === "sending"));
  part("[data-submit-label]").textContent = text(state === "sending" ? "sending" : state === "failed" ? "send-again" : "send");
  part("[data-cancel]").hidden = state !== "sending";
  progress.hidden = state !== "sending";
  message.hidden = !told;
  message.textContent = told;
}

async function seal() {
  const data = new FormData(form);
  data.delete("photos");
  for (const photo of photos) data.append("photos", photo.blob, photo.name);
  // A multipart body has a random boundary. It is made once, so that a retry repeats the same bytes.
  const request = new Request(form.action, { method: "POST", body: data });
  return { bytes: await request.arrayBuffer(), type: request.headers.get("content-type") ?? "" };
}

/** Not `crypto.randomUUID`, which exists on HTTPS and localhost only. */
function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sending || !complete()) return;
  setBar("sending");
  progress.removeAttribute("value");
  sealed ??= await seal();
  send(sealed);
});

/** @param {Sealed} parcel */
function send(parcel) {
  // Not fetch: only this tells how much has gone up.
  const request = new XMLHttpRequest();
  sending = request;
  request.open("POST", form.dataset.api ?? "/api/v1/cases");
  request.setRequestHeader("Content-Type", parcel.type);
  request.setRequestHeader("Accept", "application/json");
  // The form's own key, whatever is sent by which way: one form makes one case.
  request.setRequestHeader("Idempotency-Key", field("idempotency_key").value);
  const token = form.elements.namedItem("csrf_token");
  if (token instanceof HTMLInputElement && token.value) request.setRequestHeader("X-CSRF-Token", token.value);
  request.timeout = 120_000;
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    if (total) progress.value = loaded / total;
  });
  request.addEventListener("load", () => answered(request, parcel));
  for (const kind of ["error", "timeout", "abort"]) {
    request.addEventListener(kind, () => {
      unanswered ??= parcel;
      setFailed(text(kind === "abort" ? "cancelled" : "failed-network"));
    });
  }
  request.send(parcel.bytes);
}

part("[data-cancel]").addEventListener("click", () => sending?.abort());

/** @param {string} told */
function setFailed(told) {
  sending = null;
  setBar("failed", told);
}

/** @param {XMLHttpRequest} request @param {Sealed} parcel */
function answered(request, parcel) {
  sending = null;
  /** @type {any} */
  let body = {};
  try {
    body = JSON.parse(request.responseText);
  } catch {
    body = {};
  }
  if (request.status === 201 || request.status === 200) {
    sessionStorage.removeItem(DRAFT);
    field("idempotency_key").value = randomKey(); // Back leads to a new issue
    const done = new URL("/report/sent", location.origin);
    done.searchParams.set("number", body.number);
    done.searchParams.set("key", body.tracking_key);
    if (parcel === sealed) location.assign(done);
    else tellArrived(done);
    return;
  }
  if (request.status === 409 && unanswered && parcel !== unanswered) {
    send(unanswered); // it did arrive, and gets the answer that was lost
    return;
  }
  if (request.status < 500) sealed = null; // refused, so nothing of it was kept
  const unplaced = (body.errors ?? []).filter(
    (/** @type {any} */ fault) => !showFault(faultPlace(fault.field), fault.detail),
  );
  const told = body.detail || body.title || text("failed-server");
  setBar("failed", unplaced.length ? unplaced.map((/** @type {any} */ fault) => fault.detail).join(" ") : told);
  firstFault();
}

/** An earlier wording was kept: say so, rather than let the later one seem sent. @param {URL} done */
function tellArrived(done) {
  sealed = unanswered = null;
  setBar("failed", text("arrived-before"));
  const link = document.createElement("a");
  link.href = done.href;
  link.textContent = text("arrived-see");
  message.append(" ", link);
}

// --- draft ----------------------------------------------------------------------------------

function changed() {
  if (sending) return;
  sealed = null;
  if (bar.dataset.state === "failed") setBar("ready");
  saveDraft();
}

function saveDraft() {
  const data = new FormData(form);
  const draft = Object.fromEntries(DRAFT_FIELDS.map((name) => [name, String(data.get(name) ?? "")]));
  try {
    sessionStorage.setItem(DRAFT, JSON.stringify(draft));
  } catch {
    // Storage may be full or shut off; the form itself still holds everything.
  }
}

function restoreDraft() {
  const kept = sessionStorage.getItem(DRAFT);
  if (!kept) return;
  const draft = JSON.parse(kept);
  for (const name of DRAFT_FIELDS) {
    const placeGiven = (name === "lon" || name === "lat") && mapElement.dataset.cell;
    if (!draft[name] || placeGiven) continue;
    if (name === "category") {
      const kind = /** @type {HTMLInputElement | null} */ (
        form.querySelector(`input[name=category][value="${CSS.escape(draft[name])}"]`)
      );
      if (kind) kind.checked = true;
    } else if (!field(name).value) {
      field(name).value = draft[name];
    }
  }
}

form.addEventListener("input", (event) => {
  const { name } = /** @type {HTMLInputElement} */ (event.target);
  if (name && name !== "photos") clearFault(name);
  changed();
});
restoreDraft();
drawKind();
drawReceiver();
openPlace();
