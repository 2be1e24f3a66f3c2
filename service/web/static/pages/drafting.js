// @ts-check
/** /divisions/drafts: choose a file, follow the work, show only the sizes that a way of dividing takes. */

for (const drop of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-file-drop]"))) {
  const input = /** @type {HTMLInputElement} */ (drop.querySelector("[data-file]"));
  const named = /** @type {HTMLElement} */ (drop.querySelector("[data-file-name]"));
  const error = /** @type {HTMLElement} */ (drop.parentElement?.querySelector("[data-file-error]"));
  const asked = named.textContent ?? "";
  const most = Number(drop.dataset.mostBytes);
  for (const kind of ["dragenter", "dragover"]) input.addEventListener(kind, () => drop.classList.add("is-over"));
  for (const kind of ["dragleave", "drop"]) input.addEventListener(kind, () => drop.classList.remove("is-over"));
  const told = () => {
    const file = input.files?.[0];
    named.textContent = file ? `${file.name} · ${sized(file.size)}` : asked;
    drop.classList.toggle("has-file", Boolean(file));
    // Told before it is sent: a browser that is cut off in the middle shows no reason.
    const tooLarge = file !== undefined && file.size > most;
    const words = tooLarge ? (drop.dataset.tooLarge ?? "").replace("{size}", (file.size / 1e6).toFixed(1)) : "";
    input.setCustomValidity(words);
    error.hidden = !tooLarge;
    /** @type {HTMLElement} */ (error.querySelector("span")).textContent = words;
  };
  input.addEventListener("change", told);
  // Chosen before this ran, or kept by the browser on the way back.
  if (input.files?.length) told();
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("[data-upload]"))) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    button?.setAttribute("aria-busy", "true");
    // After the form has been read: a disabled button would not stop a second click before.
    window.setTimeout(() => button?.setAttribute("disabled", ""), 0);
  });
}
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-upload] button[aria-busy]")) {
    button.removeAttribute("aria-busy");
    button.removeAttribute("disabled");
  }
});

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("[data-choose]"))) {
  const show = () => {
    const chosen = new FormData(form).get(form.dataset.choose ?? "");
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-for]"))) {
      const fits = chosen !== null && (part.dataset.for ?? "").split(" ").includes(String(chosen));
      part.hidden = !fits;
      for (const input of part.querySelectorAll("input")) input.disabled = !fits;
    }
  };
  form.addEventListener("change", show);
  show();
  // Of the sizes one counts: who fills in another one means that.
  const sizes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(".sizes input:not([type=checkbox])")]);
  for (const size of sizes) {
    size.addEventListener("input", () => {
      if (size.value) for (const other of sizes) if (other !== size) other.value = "";
    });
  }
}

const work = /** @type {HTMLElement | null} */ (document.querySelector("[data-job]"));
if (work) follow(work);

/**
 * Ask how far the work is, and show the page anew when it is done.
 * @param {HTMLElement} box
 */
function follow(box) {
  const elapsed = /** @type {HTMLElement} */ (box.querySelector("[data-job-elapsed]"));
  let begunAt = Date.now() - 1000 * Number(elapsed.dataset.seconds);
  let working = box.dataset.state === "working";
  window.setInterval(() => {
    if (!working) return;
    const seconds = Math.max(0, Math.round((Date.now() - begunAt) / 1000));
    elapsed.textContent = (elapsed.dataset.text ?? "").replace("{seconds}", String(seconds));
  }, 1000);
  const ask = async () => {
    try {
      const answer = await fetch(`/api/v1/divisions/drafts/${box.dataset.job}`, { headers: { accept: "application/json" } });
      if (answer.status === 401 || answer.status === 404) return window.location.reload();
      if (answer.ok) {
        const job = await answer.json();
        if (job.state !== "waiting" && job.state !== "working") return window.location.reload();
        if (job.state === "working" && !working) begunAt = Date.now();
        working = job.state === "working";
        tell(box, job);
      }
    } catch (error) {
      console.warn(error); // no network just now: the next try may get through
    }
    window.setTimeout(ask, 1000);
  };
  window.setTimeout(ask, 600);
}

/**
 * Show which step is under way.
 * @param {HTMLElement} box
 * @param {{ step: string | null, step_number: number, steps: number }} job
 */
function tell(box, job) {
  if (!job.step) return;
  const items = /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("[data-step]"));
  items.forEach((item, index) => {
    item.classList.toggle("is-done", index + 1 < job.step_number);
    item.classList.toggle("is-now", index + 1 === job.step_number);
    if (index + 1 === job.step_number) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  const head = /** @type {HTMLElement} */ (box.querySelector("[data-job-step]"));
  const now = items[job.step_number - 1]?.dataset.word ?? "";
  if (head.textContent !== now) head.textContent = now; // a screen reader tells it once
  const number = /** @type {HTMLElement} */ (box.querySelector("[data-job-number]"));
  number.textContent = (box.dataset.of ?? "").replace("{step}", String(job.step_number)).replace("{steps}", String(job.steps));
  /** @type {HTMLProgressElement} */ (box.querySelector("[data-job-bar]")).value = job.step_number - 1;
}

/** @param {number} bytes */
function sized(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
