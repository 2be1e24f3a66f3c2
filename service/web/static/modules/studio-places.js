// @ts-check
/** The places that are drawn: on the map and, for keyboards, as lines of text. */

/** @typedef {[number, number]} Place longitude and latitude */

const DECIMALS = 7;

/** @param {Place} place */
export const written = ([lon, lat]) => `${lon.toFixed(DECIMALS)}, ${lat.toFixed(DECIMALS)}`;

/**
 * Read places, one a line.
 * @param {string} text
 * @returns {{places: Place[], unfit: number}} `unfit`: the first line that is none, from 1 on; else 0
 */
export function read(text) {
  /** @type {Place[]} */
  const places = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    if (!lines[i].trim()) continue;
    const numbers = lines[i].trim().split(/[\s,，;]+/).map(Number);
    const [lon, lat] = numbers;
    if (numbers.length !== 2 || !numbers.every(Number.isFinite) || Math.abs(lon) > 180 || Math.abs(lat) > 90)
      return { places, unfit: i + 1 };
    places.push([lon, lat]);
  }
  return { places, unfit: 0 };
}
