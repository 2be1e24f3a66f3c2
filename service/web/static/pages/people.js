// @ts-check
/** /people: find a pair as one types. /people/import: name the chosen file. */
const find = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-find]"));
if (find) {
  find.hidden = false;
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    let shown = 0;
    for (const pair of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-pair]"))) {
      pair.hidden = !(pair.textContent ?? "").toLowerCase().includes(wanted);
      if (!pair.hidden) shown += 1;
    }
    const none = /** @type {HTMLElement} */ (document.querySelector("[data-find-none]"));
    none.hidden = shown > 0;
  });
}

const file = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-file]"));
const named = document.querySelector("[data-file-name]");
if (file && named) {
  const asked = named.textContent;
  file.addEventListener("change", () => {
    named.textContent = file.files?.[0]?.name ?? asked;
  });
}
