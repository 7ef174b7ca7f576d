// One upload in the list.

import { left, size, speed } from "./words.js";

const STATES = {
  waiting: "Waiting",
  checking: "Looking where it stands",
  uploading: "Uploading",
  paused: "Paused",
  finishing: "Being stored",
  done: "Uploaded",
  failed: "Not uploaded",
  changed: "Refused",
  cancelling: "Being cancelled",
  cancelled: "Cancelled. Nothing of it is left at the gateway",
  missing: "Not finished. Choose the same file again to go on",
};

const BUTTONS = {
  pause: ["waiting", "checking", "uploading"],
  resume: ["paused"],
  retry: ["failed"],
  restart: ["changed"],
  cancel: ["waiting", "checking", "uploading", "paused", "failed", "missing"],
  clear: ["done", "changed", "cancelled"],
};

/** Makes the row of an upload; `clear` takes it off the list. */
export function row(upload, clear) {
  const item = document.getElementById("row").content.firstElementChild.cloneNode(true);
  const find = name => item.querySelector(name);
  find("strong").textContent = upload.name;
  find(".target").textContent = `to ${upload.target.bucket}/${upload.target.key}`;
  find("progress").setAttribute("aria-label", `Progress of ${upload.name}`);
  const actions = {
    pause: () => upload.pause(),
    resume: () => upload.wait(),
    retry: () => upload.wait(),
    restart: () => upload.restart(),
    cancel: () => upload.cancel(),
    clear,
  };
  for (const [name, action] of Object.entries(actions)) {
    const button = find(`.${name}`);
    button.setAttribute("aria-label", `${button.textContent}: ${upload.name}`);
    button.addEventListener("click", action);
  }
  const show = () => update(upload, item, find);
  upload.addEventListener("state", show);
  upload.addEventListener("progress", show);
  show();
  return item;
}

function update(upload, item, find) {
  item.dataset.state = upload.state;
  const whole = upload.size === 0 ? (upload.state === "done" ? 100 : 0) : (100 * upload.sent) / upload.size;
  find("progress").value = whole;
  find(".state").textContent = describe(upload);
  const rate = upload.speed;
  const figures = [`${size(upload.sent)} of ${size(upload.size)}`];
  if (rate > 0) {
    figures.push(speed(rate), left((upload.size - upload.sent) / rate));
  }
  find(".figures").textContent = figures.filter(text => text).join(" · ");
  const focused = item.contains(document.activeElement);
  for (const [name, states] of Object.entries(BUTTONS)) {
    find(`.${name}`).hidden = !states.includes(upload.state);
  }
  if (focused && !document.activeElement.matches("button:not([hidden])")) {
    (item.querySelector("button:not([hidden])") ?? item).focus();
  }
}

/** Says in one sentence how an upload is. */
export function describe(upload) {
  return upload.message ? `${STATES[upload.state]}. ${upload.message}` : STATES[upload.state];
}
