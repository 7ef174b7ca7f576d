// The gateway as a store: the calls of the Cayman form protocol.

const CALLS = "/api/cayman/store/object/";
/** Most bytes of a slice. */
export const SLICE = 4 * 1024 * 1024;

/** What went wrong: the gateway's own word for it, or "connection" or "unreadable". */
export class Failure extends Error {

  constructor(kind, message, wait = 0) {
    super(message);
    this.kind = kind;
    this.wait = wait;
  }

  /** Whether it may go better a little later. */
  get isPassing() {
    return ["connection", "busy", "unavailable", "pending", "internal", "incomplete_body", "unproved", "unreadable"].includes(this.kind);
  }
}

/** Returns the document of a reply, or throws what it tells. */
export async function answered(fetching) {
  let reply;
  let text;
  try {
    reply = await fetching;
    text = await reply.text();
  } catch (error) {
    throw error.name === "AbortError" ? error : new Failure("connection", "The gateway cannot be reached.");
  }
  return read(reply.status, text, reply.headers.get("Retry-After"));
}

function read(status, text, wait) {
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Failure(status >= 500 ? "unavailable" : "unreadable", "The gateway's answer makes no sense.");
  }
  if (status >= 400 || (document.code ?? 200) !== 200) {
    throw new Failure(document.error ?? "internal", document.msg ?? `The gateway answered ${document.code ?? status}.`, Number(wait ?? 0));
  }
  return document;
}

export class Store {

  constructor(session) {
    this.session = session;
  }

  /** Makes an empty object. The mark lets a repetition, after an answer that was lost, be known for one. */
  create(target, size, mark) {
    return this.#ask("create", target, { size, "chunkupload-mark": mark });
  }

  /** Returns how many bytes from the beginning are there, and whether the object is finished. */
  async reached(target, signal) {
    const { result } = await this.#ask("blocks", target, {}, signal);
    const first = result.ranges[0] ?? [0, 0];
    return { finished: result.finished, size: result.size, bytes: first[0] === 0 ? first[1] : 0 };
  }

  finish(target, signal) {
    return this.#ask("finish", target, {}, signal);
  }

  /** Gives up an object that is not finished. */
  abort(target) {
    return this.#ask("remove", target, { unfinished: 1 });
  }

  #ask(call, target, fields, signal) {
    const headers = { "ACCESS-TOKEN": this.session.token };
    return answered(fetch(CALLS + call, { method: "POST", headers, body: form(target, fields), signal }));
  }

  /** Sends a slice, and returns the MD5 that the store has of it. Only this kind of request tells how far it is. */
  write(target, offset, slice, progress, signal) {
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      const stop = () => request.abort();
      signal.addEventListener("abort", stop, { once: true });
      request.open("POST", `${CALLS}write`);
      request.setRequestHeader("ACCESS-TOKEN", this.session.token);
      request.timeout = 120_000;
      request.upload.onprogress = event => progress(Math.min(slice.size, event.loaded));
      request.onload = () => {
        try {
          done(read(request.status, request.responseText, request.getResponseHeader("Retry-After")).result.md5);
        } catch (failure) {
          failed(failure);
        }
      };
      request.onerror = request.ontimeout = () => failed(new Failure("connection", "The gateway cannot be reached."));
      request.onabort = () => failed(new DOMException("Stopped", "AbortError"));
      request.onloadend = () => signal.removeEventListener("abort", stop);
      const fields = form(target, { offset, len: slice.size, unfinished: 1 });
      fields.append("PostData", slice, "slice");
      request.send(fields);
    });
  }
}

function form(target, fields) {
  const form = new FormData();
  form.append("bucket", target.bucket);
  form.append("objectid", target.key);
  for (const [name, value] of Object.entries(fields)) {
    form.append(name, value);
  }
  return form;
}
