// @ts-check
/** /track and /report/sent: a tracking link is selected whole by one touch. */

for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[data-select]"))) {
  input.addEventListener("focus", () => input.select());
}
