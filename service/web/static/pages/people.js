// @ts-check
/** /people: find a pair as one types. */
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
