// Who uses the page. The secret key signs a challenge and is forgotten; what is kept, for this tab, is a token that is good for minutes.

import { Failure, answered } from "./store.js";

const KEPT = "chunkupload.session";
const PURPOSE = "chunkupload page sign-in ";

/** Tells "began" when somebody is signed in and "ended" when nobody is any more. */
export class Session extends EventTarget {

  #pass = null;
  #timer = 0;
  #renewing = null;

  get token() {
    return this.#pass?.token ?? "";
  }

  get user() {
    return this.#pass?.user ?? "";
  }

  get bucket() {
    return this.#pass?.bucket ?? "";
  }

  /** Goes on after a reload, or begins where nobody has to sign in. Returns whether the session has begun. */
  async open() {
    this.#pass = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    if (this.#pass && await this.renew()) {
      return true;
    }
    const { signIn, challenge } = await this.#call("challenge", {});
    if (!signIn) {
      this.#begin(await this.#call("session", { challenge }));
    }
    return !signIn;
  }

  async signIn(user, secret) {
    if (!window.isSecureContext) {
      throw new Failure("insecure", "Browsers sign only on pages that came by https or from this machine. Open the page by https.");
    }
    const { challenge } = await this.#call("challenge", {});
    this.#begin(await this.#call("session", { user, challenge, proof: await sign(secret, PURPOSE + challenge) }));
  }

  /** Gets a token that is good for longer. Returns whether the session goes on. */
  renew() {
    this.#renewing ??= this.#renew().finally(() => { this.#renewing = null; });
    return this.#renewing;
  }

  async #renew() {
    try {
      this.#begin(await this.#call("renew"));
      return true;
    } catch (failure) {
      if (failure.kind === "token_expired") {
        this.#end();
        return false;
      }
      this.#schedule(5);
      throw failure;
    }
  }

  async leave() {
    try {
      await this.#call("leave");
    } finally {
      this.#end();
    }
  }

  /** Waits until somebody is signed in. */
  begun() {
    return this.#pass ? Promise.resolve() : new Promise(done => this.addEventListener("began", done, { once: true }));
  }

  #begin(pass) {
    const before = this.#pass?.user;
    this.#pass = pass;
    sessionStorage.setItem(KEPT, JSON.stringify(this.#pass));
    this.#schedule(pass.seconds / 2);
    this.dispatchEvent(new Event(before === undefined ? "began" : "renewed"));
  }

  #end() {
    clearTimeout(this.#timer);
    sessionStorage.removeItem(KEPT);
    this.#pass = null;
    this.dispatchEvent(new Event("ended"));
  }

  #schedule(seconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.renew().catch(() => {}), seconds * 1000);
  }

  async #call(name, document) {
    const headers = { "Content-Type": "application/json", ...(document ? {} : { "ACCESS-TOKEN": this.token }) };
    return answered(fetch(`/_page/${name}`, { method: "POST", headers, body: JSON.stringify(document ?? {}) }));
  }
}

async function sign(secret, text) {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, encoder.encode(text));
  return [...new Uint8Array(signature)].map(byte => byte.toString(16).padStart(2, "0")).join("");
}
