// @ts-check
/** Texts that the page carries as JSON, with {marks} filled in. */

/**
 * Read a page's texts.
 * @param {string} id of the script element that holds them
 * @returns {(key: string, facts?: Record<string, string | number>) => string}
 */
export function textsOf(id = "texts") {
  const texts = JSON.parse(document.getElementById(id)?.textContent ?? "{}");
  return (key, facts = {}) => {
    if (!(key in texts)) throw new Error(`no text ${key} in #${id}`);
    return texts[key].replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => String(facts[name]));
  };
}

/**
 * Write a number as the pages do: thin spaces between thousands.
 * @param {number} value
 */
export const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, "\u2009");
