// All uploads of this page: two at a time, the others in their order.

import { fingerprint, records } from "./records.js";
import { Upload } from "./upload.js";

const AT_ONCE = 2;

/** Tells "added" with an upload as detail, and "state" when one of them is in another state. */
export class Uploads extends EventTarget {

  #all = [];
  #store;

  constructor(store) {
    super();
    this.#store = store;
    for (const record of records.list()) {
      this.#add(new Upload(store, record.target, null, record));
    }
  }

  get all() {
    return [...this.#all];
  }

  /** Takes files in; one whose upload waits for it since a reload goes on there, wherever that was to. */
  async take(files, bucket, folder) {
    for (const file of files) {
      await this.#take(file, bucket, folder);
    }
    this.#next();
  }

  async #take(file, bucket, folder) {
    const key = folder ? `${folder}/${file.name}` : file.name;
    const print = await fingerprint(file).catch(() => null);
    const known = print && records.like(print)?.target;
    const target = known ?? { bucket, key };
    const there = this.#all.find(upload => upload.target.bucket === target.bucket && upload.target.key === target.key);
    if (there?.file && !["done", "failed", "cancelled", "changed"].includes(there.state)) {
      return;
    }
    if (there) {
      this.forget(there);
    }
    this.#add(new Upload(this.#store, target, file));
  }

  #add(upload) {
    this.#all.push(upload);
    upload.addEventListener("state", () => {
      this.dispatchEvent(new CustomEvent("state", { detail: upload }));
      this.#next();
    });
    this.dispatchEvent(new CustomEvent("added", { detail: upload }));
  }

  forget(upload) {
    this.#all = this.#all.filter(other => other !== upload);
    this.dispatchEvent(new CustomEvent("gone", { detail: upload }));
  }

  /** Begins one after another: each that begins tells its state, and so comes here again. */
  #next() {
    const next = this.#all.find(upload => upload.state === "waiting");
    if (next && this.#all.filter(upload => upload.isActive).length < AT_ONCE) {
      next.run();
      this.#next();
    }
  }
}
