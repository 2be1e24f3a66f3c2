// @ts-check
/**
 * Send steps one at a time. What did not arrive is kept, over a reload too, with its key: sent
 * again it is done once, whether or not the server had done it already.
 */

/** @typedef {{what: "edits" | "undo" | "redo", body: any, key: string}} Parcel */

/** A problem as the server tells it. */
export class Refused extends Error {
  /** @param {any} problem @param {number} status */
  constructor(problem, status) {
    super(problem.detail ?? String(status));
    this.problem = problem;
    this.status = status;
  }
}

/** The server could not be asked. */
export class Unreached extends Error {}

export class Sender {
  /** @param {string} path of the studio's API @param {string} token of forms */
  constructor(path, token) {
    this._path = path;
    this._token = token;
    this._place = `studio:${path}`;
    this.busy = false;
  }

  /** @returns {Parcel | null} what was not accepted yet */
  get waiting() {
    const kept = sessionStorage.getItem(this._place);
    return kept ? JSON.parse(kept) : null;
  }

  /** Throw away what was not accepted. */
  drop() {
    sessionStorage.removeItem(this._place);
  }

  /**
   * @param {Parcel["what"]} what
   * @param {any} body
   * @returns {Promise<any>} the step
   */
  step(what, body) {
    sessionStorage.setItem(this._place, JSON.stringify({ what, body, key: randomKey() }));
    return this.again();
  }

  /** Send what waits. @returns {Promise<any>} the step */
  async again() {
    const parcel = this.waiting;
    if (!parcel) throw new Error("nothing waits to be sent");
    this.busy = true;
    try {
      const step = await this.ask(parcel.what, "POST", parcel.body, { "Idempotency-Key": parcel.key });
      this.drop();
      return step;
    } catch (error) {
      // Signed out, or signed in anew elsewhere: it can be sent once this page has been loaded again.
      if (error instanceof Refused && ![401, 403].includes(error.status)) this.drop();
      throw error;
    } finally {
      this.busy = false;
    }
  }

  /**
   * @param {string} what
   * @param {string} [method]
   * @param {any} [body]
   * @param {Record<string, string>} [headers]
   */
  async ask(what, method = "GET", body = undefined, headers = {}) {
    const url = what ? `${this._path}/${what}` : this._path;
    let answer;
    let told;
    try {
      answer = await fetch(url, {
        method,
        headers: { accept: "application/json", "content-type": "application/json", "x-csrf-token": this._token, ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      told = await answer.json();
    } catch {
      throw new Unreached(url);
    }
    if (answer.ok) return told;
    // A gateway without a server behind it, or a server that fell over: done or not, nobody knows.
    if (answer.status >= 500) throw new Unreached(`${answer.status} from ${url}`);
    throw new Refused(told, answer.status);
  }
}

/** Not `crypto.randomUUID`, which exists on HTTPS and localhost only. */
function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
