// @ts-check

/**
 * Say something short that needs no answer.
 * @param {string} text
 * @param {number} shown_ms how long it stays
 */
export function toast(text, shown_ms = 4000) {
  const box = document.createElement("div");
  box.className = "toast";
  box.textContent = text;
  document.getElementById("toasts")?.append(box);
  setTimeout(() => box.remove(), shown_ms);
}
