// How the gateway is, asked for every two seconds while somebody looks.

import { answered } from "./store.js";
import { reason, size, speed, time } from "./words.js";

const EVERY = 2000;

export class Status {

  #session;
  #timer = 0;
  #before = null;

  constructor(session) {
    this.#session = session;
    document.addEventListener("visibilitychange", () => document.hidden || this.#timer === 0 || this.#show());
  }

  start() {
    this.stop();
    this.#before = null;
    this.#show();
    this.#timer = setInterval(() => document.hidden || this.#show(), EVERY);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  async #show() {
    const problem = document.getElementById("status-problem");
    try {
      this.#draw(await this.#ask());
      problem.textContent = "";
    } catch (failure) {
      problem.textContent = reason(failure);
    }
  }

  async #ask() {
    try {
      return await this.#fetch();
    } catch (failure) {
      if (failure.kind === "token_expired" && await this.#session.renew()) {
        return this.#fetch();
      }
      throw failure;
    }
  }

  #fetch() {
    return answered(fetch("/_page/status", { headers: { "ACCESS-TOKEN": this.#session.token } }));
  }

  #draw(now) {
    const before = this.#before ?? now;
    const seconds = (Date.parse(now.now) - Date.parse(before.now)) / 1000;
    const rate = name => (seconds > 0 ? speed((now[name] - before[name]) / seconds) : "–");
    this.#before = now;
    figures({
      "Receiving": rate("bytesIn"),
      "Sending": rate("bytesOut"),
      "Uploads open": now.uploadsOpen,
      "For the route": now.outbox,
      "Received": size(now.bytesIn),
      "Requests": now.requests,
      "Refused": now.refused,
      "Space left": now.usableSpace < 0 ? "unknown" : size(now.usableSpace),
    });
    fill("open", now.uploads.map(upload), "No upload is open.");
    fill("arrived", now.arrivals.map(one => cells(time(one.time), `${one.bucket}/${one.key}`, size(one.size))),
      "None since the gateway was started.", 3);
    fill("errors", now.refusals.map(one => cells(time(one.time), `${one.method} ${one.path}`, why(one))),
      "None since the gateway was started.", 3);
  }
}

function why(refusal) {
  const word = refusal.failure ? refusal.failure.toLowerCase().replaceAll("_", " ") : `status ${refusal.status}`;
  return refusal.fault ? `${word}: look for ${refusal.id} in the log` : word;
}

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text ?? "";
  if (className) {
    made.className = className;
  }
  return made;
}

function figures(told) {
  document.getElementById("figures").replaceChildren(...Object.entries(told).map(([name, value]) => {
    const pair = document.createElement("div");
    pair.append(element("dt", name), element("dd", String(value)));
    return pair;
  }));
}

function upload(one) {
  const item = element("li", "", "upload");
  const name = `${one.bucket}/${one.key}`;
  const title = element("p", "", "title");
  title.append(element("strong", name));
  item.append(title);
  if (one.size) {
    const bar = element("progress");
    bar.max = one.size;
    bar.value = one.stored;
    bar.setAttribute("aria-label", `Progress of ${name}`);
    item.append(bar);
  }
  item.append(element("p", `${size(one.stored)}${one.size ? ` of ${size(one.size)}` : ""}, since ${time(one.initiated)}`, "line hint"));
  return item;
}

function cells(...texts) {
  const line = document.createElement("tr");
  line.append(...texts.map(text => element("td", text)));
  return line;
}

function fill(id, items, nothing, columns) {
  const empty = element(columns ? "tr" : "li", columns ? "" : nothing, "hint");
  if (columns) {
    const cell = element("td", nothing);
    cell.colSpan = columns;
    empty.append(cell);
  }
  document.getElementById(id).replaceChildren(...(items.length ? items : [empty]));
}
