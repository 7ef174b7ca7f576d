// One file on its way: created at the gateway, sent slice by slice, each proved by its MD5, and finished.

import { md5 } from "./md5.js";
import { equal, fingerprint, records } from "./records.js";
import { Failure, SLICE } from "./store.js";
import { reason } from "./words.js";

const ATTEMPTS = 8;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
const WINDOW = 5000;

/** Tells "state" when its state is another and "progress" when more is sent. */
export class Upload extends EventTarget {

  state = "waiting";
  message = "";
  sent = 0;
  #stop = new AbortController();
  #samples = [];
  #creating = Promise.resolve();

  /** Makes an upload of a file, or of one that has to be chosen again before it can go on. */
  constructor(store, target, file, record) {
    super();
    this.store = store;
    this.target = target;
    this.file = file;
    this.record = record;
    if (!file) {
      this.state = "missing";
      this.sent = record.confirmed;
    }
  }

  get name() {
    return this.file?.name ?? this.record.fingerprint.name;
  }

  get size() {
    return this.file?.size ?? this.record.fingerprint.size;
  }

  get isActive() {
    return ["checking", "uploading", "finishing", "cancelling"].includes(this.state);
  }

  /** Bytes per second of the last seconds. */
  get speed() {
    const now = performance.now();
    this.#samples = this.#samples.filter(sample => now - sample.at < WINDOW);
    const first = this.#samples[0];
    return !first || this.state !== "uploading" ? 0 : Math.max(0, this.sent - first.sent) / Math.max(0.25, (now - first.at) / 1000);
  }

  #turn(state, message = "") {
    this.state = state;
    this.message = message;
    this.dispatchEvent(new Event("state"));
  }

  #reached(bytes) {
    this.sent = bytes;
    this.#samples.push({ at: performance.now(), sent: bytes });
    this.dispatchEvent(new Event("progress"));
  }

  wait() {
    this.#turn("waiting");
  }

  pause() {
    this.#stop.abort();
    this.#turn("paused");
  }

  /** Sends what is not there yet. Never throws: how it ended is the state. */
  async run() {
    const stop = new AbortController();
    this.#stop = stop;
    this.#samples = [];
    try {
      this.#turn("checking");
      await this.#open(stop.signal);
      this.#turn("uploading");
      await this.#send(stop.signal);
      this.#turn("finishing");
      await this.#patiently(stop.signal, () => this.store.finish(this.target, stop.signal));
      this.#done();
    } catch (failure) {
      if (!stop.signal.aborted) {
        await this.#fail(failure);
      }
    }
  }

  #done() {
    records.remove(this.target);
    this.sent = this.size;
    this.#turn("done");
  }

  async #fail(failure) {
    if (failure.kind === "changing") {
      await this.#giveUp().catch(() => {});
    }
    this.#turn(failure.kind === "changed" ? "changed" : "failed", reason(failure));
  }

  /** Begins, or finds out where the upload stands. Only the file that it began with goes on. */
  async #open(signal) {
    const print = await this.#read(() => fingerprint(this.file));
    this.record = records.of(this.target);
    if (this.record && !equal(this.record.fingerprint, print)) {
      throw new Failure("changed", "The file is another than the one this upload began with. The two are not mixed.");
    }
    if (this.record && await this.#resume(signal)) {
      return;
    }
    const mark = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
    this.record = { target: this.target, fingerprint: print, mark: this.record?.mark ?? mark, confirmed: 0, created: false };
    records.put(this.record);
    await this.#create(signal);
    this.#reached(0);
  }

  /** A refusal leaves nothing behind here either; of an answer that was lost the record stays. */
  async #create(signal) {
    try {
      await this.#patiently(signal, () => {
        this.#creating = this.store.create(this.target, this.size, this.record.mark);
        this.#creating.catch(() => {});
        return this.#creating;
      });
      this.record.created = true;
      records.put(this.record);
    } catch (failure) {
      if (failure instanceof Failure && !failure.isPassing) {
        records.remove(this.target);
      }
      throw failure;
    }
  }

  /** Returns whether the gateway still has the upload. */
  async #resume(signal) {
    if (!this.record.created) {
      return false;
    }
    let there;
    try {
      there = await this.#patiently(signal, () => this.store.reached(this.target, signal));
    } catch (failure) {
      if (["no_such_upload", "no_such_object"].includes(failure.kind)) {
        this.record = undefined;
        return false;
      }
      throw failure;
    }
    if (there.finished && (there.size !== this.size || this.record.confirmed !== this.size)) {
      records.remove(this.target);
      throw new Failure("already_exists", "An object of that name is there already.");
    }
    await this.#compareLast();
    this.#reached(there.finished ? this.size : Math.min(there.bytes, this.record.confirmed));
    return true;
  }

  /** The slice that was confirmed last has to be in the file still. */
  async #compareLast() {
    const last = this.record.last;
    if (last && md5(await this.#read(() => this.file.slice(last.offset, last.offset + last.length).arrayBuffer())) !== last.md5) {
      throw new Failure("changed", "The file has changed since this upload began. The two are not mixed.");
    }
  }

  async #send(signal) {
    while (this.sent < this.size) {
      const offset = this.sent;
      const bytes = await this.#read(() => this.file.slice(offset, Math.min(this.size, offset + SLICE)).arrayBuffer());
      const slice = new Blob([bytes]);
      const proof = md5(bytes);
      await this.#patiently(signal, async () => {
        const told = await this.store.write(this.target, offset, slice, sent => this.#reached(offset + sent), signal);
        if (told !== proof) {
          throw new Failure("unproved", "A slice arrived as other bytes than were sent.");
        }
      });
      this.record = { ...this.record, confirmed: offset + slice.size, last: { offset, length: slice.size, md5: proof } };
      records.put(this.record);
      this.#reached(this.record.confirmed);
    }
    await this.#read(() => this.file.slice(0, 1).arrayBuffer());
  }

  /** Browsers do not read a file that was changed after it was chosen. */
  async #read(reading) {
    try {
      return await reading();
    } catch {
      throw new Failure("changing", "The file was changed or removed after it was chosen. What was sent of it is discarded. Choose it again.");
    }
  }

  /** Tries again while that may help, after waits that grow and differ; a token that ended is renewed. */
  async #patiently(signal, work) {
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      const before = this.sent;
      try {
        return await work();
      } catch (failure) {
        signal.throwIfAborted();
        if (failure.kind === "token_expired") {
          await this.#admitted(signal, attempt);
        } else if (!(failure instanceof Failure) || !failure.isPassing || failure.kind !== "pending" && attempt >= ATTEMPTS) {
          throw failure;
        } else {
          this.#reached(this.state === "uploading" ? this.record.confirmed : before);
          await this.#back(signal, failure, attempt);
        }
      }
    }
  }

  async #admitted(signal, attempt) {
    const state = this.state;
    try {
      const goesOn = await this.store.session.renew();
      signal.throwIfAborted();
      if (!goesOn) {
        this.#turn(state, "Sign in again to go on.");
        await either(signal, this.store.session.begun());
        this.#turn(state);
      }
    } catch (failure) {
      signal.throwIfAborted();
      await this.#back(signal, failure, attempt);
    }
  }

  async #back(signal, failure, attempt) {
    const state = this.state;
    const wait = Math.max(failure.wait * 1000, Math.random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt));
    this.#turn(state, failure.kind === "pending" ? "The gateway has it all and hands it on." : `${reason(failure)} Trying again.`);
    await either(signal, new Promise(done => setTimeout(done, wait)));
    this.#turn(state);
  }

  /** Ends it, here and at the gateway. */
  async cancel() {
    this.#stop.abort();
    this.#turn("cancelling");
    try {
      await this.#creating.catch(() => {});
      await this.#giveUp();
      this.#turn("cancelled");
    } catch (failure) {
      this.#turn("failed", `It could not be cancelled at the gateway: ${reason(failure)}`);
    }
  }

  /** Discards what an earlier file left, and sends this one. */
  async restart() {
    await this.cancel();
    if (this.state === "cancelled") {
      this.sent = 0;
      this.wait();
    }
  }

  async #giveUp() {
    if (records.of(this.target)) {
      try {
        await this.#patiently(new AbortController().signal, () => this.store.abort(this.target));
      } catch (failure) {
        if (failure.kind !== "no_such_upload" && failure.kind !== "no_such_object") {
          throw failure;
        }
      }
      records.remove(this.target);
    }
  }
}

/** Waits for a promise, or until somebody says stop. */
function either(signal, promise) {
  return new Promise((done, failed) => {
    signal.addEventListener("abort", () => failed(signal.reason), { once: true });
    promise.then(done, failed);
  });
}
