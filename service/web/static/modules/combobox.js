// @ts-check
/** A search box with a list of answers (WAI-ARIA combobox with a listbox popup). */

/**
 * @template T
 * @typedef {object} Wishes
 * @property {(text: string, signal: AbortSignal) => Promise<T[]>} search
 * @property {(answer: T) => HTMLElement} option builds an answer's row
 * @property {(answer: T) => void} choose
 * @property {(text: string) => HTMLElement} nothing what stands there when nothing was found
 * @property {() => HTMLElement} failed
 */

/** So long the typing must rest before a search goes out. */
const REST_MS = 160;

/**
 * @template T
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 * @param {HTMLButtonElement} clear
 * @param {Wishes<T>} wishes
 */
export function combobox(input, list, clear, wishes) {
  /** @type {T[]} */
  let answers = [];
  let at = -1;
  let timer = 0;
  let asking = new AbortController();

  const options = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[role="option"]')]);
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const open = () => {
    list.hidden = list.childElementCount === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const mark = (/** @type {number} */ index) => {
    at = index;
    options().forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === at));
      if (i === at) {
        option.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", option.id);
      }
    });
    if (at < 0) input.removeAttribute("aria-activedescendant");
  };
  const choose = (/** @type {number} */ index) => {
    close();
    input.blur();
    wishes.choose(answers[index]);
  };
  const show = (/** @type {HTMLElement[]} */ rows) => {
    rows.forEach((row, i) => {
      row.id = `${list.id}-${i}`;
    });
    list.replaceChildren(...rows);
    open();
  };
  const ask = async () => {
    const text = input.value.trim();
    asking.abort();
    asking = new AbortController();
    if (!text) {
      list.replaceChildren();
      close();
      return;
    }
    const { signal } = asking;
    try {
      answers = await wishes.search(text, signal);
    } catch (error) {
      if (signal.aborted) return;
      answers = [];
      show([wishes.failed()]);
      throw error;
    }
    const rows = answers.map((answer) => {
      const row = wishes.option(answer);
      row.setAttribute("role", "option");
      return row;
    });
    show(rows.length ? rows : [wishes.nothing(text)]);
    mark(answers.length ? 0 : -1);
  };

  input.addEventListener("input", () => {
    clear.hidden = !input.value;
    clearTimeout(timer);
    timer = window.setTimeout(ask, REST_MS);
  });
  input.addEventListener("focus", open);
  input.addEventListener("keydown", async (event) => {
    if (event.isComposing) return; // Enter ends a Pinyin word, not the search
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      open();
      if (answers.length) mark((at + (event.key === "ArrowDown" ? 1 : -1) + answers.length) % answers.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(timer);
      await ask();
      if (at >= 0) choose(at);
    } else if (event.key === "Escape") {
      if (list.hidden) input.value = "";
      clear.hidden = !input.value;
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keep the focus in the box
  list.addEventListener("click", (event) => {
    const option = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
    if (option instanceof HTMLElement) choose(options().indexOf(option));
  });
  clear.addEventListener("click", () => {
    input.value = "";
    clear.hidden = true;
    list.replaceChildren();
    close();
    input.focus();
  });
  input.addEventListener("blur", close);
}
