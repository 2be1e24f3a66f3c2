// @ts-check
/** What every page does: copy codes, open dialogs, keep the map's place when the language changes. */
import { textsOf } from "./texts.js";
import { toast } from "./toast.js";

document.addEventListener("click", async (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const copy = target?.closest("[data-copy]");
  if (copy instanceof HTMLElement) {
    const text = copy.dataset.copy ?? "";
    await copyText(text);
    toast(textsOf("shell-texts")("shell-copied", { text }));
  }
  const opener = target?.closest("[data-dialog]");
  if (opener instanceof HTMLElement) {
    const dialog = document.getElementById(opener.dataset.dialog ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  }
  // A deed is asked about in words of the page; without a script its button does it at once.
  const asked = target?.closest("[data-ask]");
  if (asked instanceof HTMLElement) {
    event.preventDefault();
    const dialog = document.getElementById(asked.dataset.ask ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  }
  const link = target?.closest("a[data-keep-hash]");
  if (link instanceof HTMLAnchorElement) {
    // The page may have changed its own address since the server wrote this link.
    const here = new URL(location.href);
    here.searchParams.set("lang", link.hreflang);
    link.href = here.href;
  }
});

/** @param {string} text */
async function copyText(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Over plain HTTP browsers offer the old way only.
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "visually-hidden";
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}

// A code selected by hand is copied without the gaps between its groups.
document.addEventListener("copy", (event) => {
  const selection = document.getSelection();
  const node = selection?.anchorNode?.parentElement?.closest("[data-code]");
  if (!(node instanceof HTMLElement) || !node.contains(selection?.focusNode ?? null)) return;
  event.clipboardData?.setData("text/plain", (selection?.toString() ?? "").replace(/\s/g, ""));
  event.preventDefault();
});
