// @ts-check
/** The panel beside the map; on a phone a sheet with three heights. */

/** @typedef {"peek" | "half" | "full"} Size */
const SIZES = /** @type {const} */ (["peek", "half", "full"]);
/** A drag shorter than this is a tap. */
const DRAG_PX = 12;

export class Panel {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.content = /** @type {HTMLElement} */ (root.querySelector(".panel__content"));
    this._handle = /** @type {HTMLElement} */ (root.querySelector(".panel__handle"));
    /** Called when the sheet has another height. */
    this.onResize = () => {};
    this._listenToHandle();
  }

  /** @returns {Size} */
  get size() {
    return /** @type {Size} */ (this.root.dataset.size);
  }

  set size(size) {
    this.root.dataset.size = size;
    this._handle.setAttribute("aria-expanded", String(size !== "peek"));
    this.onResize();
  }

  /** Show a template's content. @param {string} id */
  showTemplate(id) {
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
    this.content.replaceChildren(template.content.cloneNode(true));
  }

  /** Show a fragment that the server wrote. @param {string} html */
  showHtml(html) {
    this.content.innerHTML = html;
  }

  _listenToHandle() {
    let from = 0;
    let dragged = false;
    this._handle.addEventListener("pointerdown", (event) => {
      from = event.clientY;
      dragged = false;
      this._handle.setPointerCapture(event.pointerId);
    });
    this._handle.addEventListener("pointerup", (event) => {
      const way = event.clientY - from;
      if (Math.abs(way) < DRAG_PX) return;
      dragged = true;
      this._step(way < 0 ? 1 : -1);
    });
    this._handle.addEventListener("click", () => {
      if (dragged) dragged = false;
      else this.size = this.size === "full" ? "peek" : SIZES[SIZES.indexOf(this.size) + 1];
    });
  }

  /** @param {number} by */
  _step(by) {
    const at = SIZES.indexOf(this.size) + by;
    this.size = SIZES[Math.max(0, Math.min(SIZES.length - 1, at))];
  }
}
