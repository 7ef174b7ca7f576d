// What the page shows and when.

import { describe, row } from "./row.js";
import { Session } from "./session.js";
import { Status } from "./status.js";
import { Store } from "./store.js";
import { Uploads } from "./uploads.js";
import { reason } from "./words.js";

const PLACE = "chunkupload.place";
const at = id => document.getElementById(id);
const session = new Session();
const status = new Status(session);
const rows = new Map();
let uploads;
let view = "uploads";

function show(name) {
  at("sign-in-view").hidden = name !== "sign-in";
  at("uploads-view").hidden = name !== "uploads";
  at("status-view").hidden = name !== "status";
  at("views").hidden = name === "sign-in";
  at("signed-in").hidden = name === "sign-in" || session.user === "";
  at("user").textContent = session.user;
  for (const each of ["uploads", "status"]) {
    at(`show-${each}`).toggleAttribute("aria-current", false);
  }
  at(`show-${name}`)?.setAttribute("aria-current", "page");
  if (name === "status") {
    status.start();
  } else {
    status.stop();
  }
  view = name === "sign-in" ? view : name;
}

function began() {
  if (!uploads) {
    uploads = new Uploads(new Store(session));
    uploads.addEventListener("added", event => added(event.detail));
    uploads.addEventListener("gone", event => gone(event.detail));
    uploads.addEventListener("state", event => changed(event.detail));
    uploads.all.forEach(added);
    const place = JSON.parse(localStorage.getItem(PLACE) ?? "{}");
    at("bucket").value = place.bucket ?? session.bucket;
    at("folder").value = place.folder ?? "";
  }
  show(view);
  at(view === "status" ? "show-status" : "choose").focus();
}

function ended() {
  show("sign-in");
  at("access-key").focus();
}

function added(upload) {
  const item = row(upload, () => {
    uploads.forget(upload);
    at("choose").focus();
  });
  rows.set(upload, item);
  at("uploads").append(item);
  summarize();
}

function gone(upload) {
  rows.get(upload).remove();
  rows.delete(upload);
  summarize();
}

function changed(upload) {
  if (!["checking", "uploading", "waiting"].includes(upload.state) || upload.message) {
    at("news").textContent = `${upload.name}: ${describe(upload)}`;
  }
  summarize();
}

function summarize() {
  const all = uploads.all;
  const done = all.filter(upload => upload.state === "done").length;
  at("nothing").hidden = all.length > 0;
  at("summary").textContent = all.length ? `${done} of ${all.length} uploaded` : "";
}

/** Tidies a folder: no slash at either end, and none twice. */
function folder() {
  return at("folder").value.split("/").map(part => part.trim()).filter(part => part).join("/");
}

function take(files) {
  const bucket = at("bucket").value.trim();
  if (!bucket) {
    at("place-problem").textContent = "Write the bucket that the files go to.";
    at("bucket").focus();
    return;
  }
  at("place-problem").textContent = "";
  localStorage.setItem(PLACE, JSON.stringify({ bucket, folder: folder() }));
  uploads.take([...files], bucket, folder());
}

at("sign-in").addEventListener("submit", async event => {
  event.preventDefault();
  const secret = at("secret-key").value;
  at("secret-key").value = "";
  at("sign-in-problem").textContent = "";
  try {
    await session.signIn(at("access-key").value.trim(), secret);
  } catch (failure) {
    const wait = failure.wait ? ` Wait ${failure.wait} s.` : "";
    at("sign-in-problem").textContent = `${reason(failure)}.${wait}`.replace("..", ".");
    at("secret-key").focus();
  }
});
at("leave").addEventListener("click", () => session.leave().catch(() => {}));
at("show-uploads").addEventListener("click", () => show("uploads"));
at("show-status").addEventListener("click", () => show("status"));
at("choose").addEventListener("click", () => at("files").click());
at("files").addEventListener("change", () => {
  take(at("files").files);
  at("files").value = "";
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  addEventListener(kind, event => {
    event.preventDefault();
    at("drop").classList.toggle("over", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length && uploads) {
      show("uploads");
      take(event.dataTransfer.files);
    }
  });
}
session.addEventListener("began", began);
session.addEventListener("ended", ended);

try {
  if (!await session.open()) {
    ended();
  } else if (!uploads) {
    began();
  }
} catch (failure) {
  ended();
  at("sign-in-problem").textContent = reason(failure);
}
