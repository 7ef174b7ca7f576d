// What somebody does with the page. The test that starts this compares afterwards what arrived behind the gateway.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { button, choose, files, holdWrites, inBrowser, key, open, row, secret, signedIn, until, uploadsOf, url } from "./browser.mjs";

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

const scenarios = {

  async severalFiles(page) {
    await signedIn(page);
    await page.getByLabel("Bucket").fill("inbox");
    await page.getByLabel("Folder").fill("/several/a b/");
    const calls = {};
    page.on("request", request => {
      const call = request.url().split("/object/")[1] ?? "none";
      calls[call] = (calls[call] ?? 0) + 1;
    });
    await choose(page, ...Object.values(files));
    for (const name of Object.keys(files)) {
      await until(page, name, "done");
    }
    assert.equal(await page.textContent("#summary"), "4 of 4 uploaded");
    assert.deepEqual({ ...calls, none: 0 }, { create: 4, write: 5, finish: 4, none: 0 }, "nothing is sent twice");
    assert.deepEqual(await page.evaluate(() => JSON.parse(localStorage.getItem("chunkupload.uploads"))), []);
    await choose(page, files.slice);
    await until(page, "slice", "failed");
    assert.match(await row(page, "slice").innerText(), /An object of that name is there already/);
  },

  async reload(page) {
    await signedIn(page);
    const writes = await holdWrites(page, 3);
    await choose(page, files.reload);
    await writes.held();
    await page.reload();
    await until(page, "reload", "missing");
    writes.begin();
    assert.match(await row(page, "reload").innerText(), /Choose the same file again to go on/);
    await choose(page, files.reload);
    await until(page, "reload", "done");
    assert.equal(writes.count(), 3, "slices sent after the reload, of five, of which two were confirmed");
  },

  async pause(page) {
    await signedIn(page);
    const writes = await holdWrites(page, 2);
    await choose(page, files.pause);
    await writes.held();
    await button(page, "Pause", "pause").click();
    await until(page, "pause", "paused");
    await writes.release();
    assert.equal(writes.count(), 2);
    await button(page, "Resume", "pause").click();
    await until(page, "pause", "done");
    assert.equal(writes.count(), 4, "three slices, the second of them once more");
  },

  async cancel(page) {
    await signedIn(page);
    const writes = await holdWrites(page, 2);
    await choose(page, files.cancel);
    await writes.held();
    assert.equal((await uploadsOf(page, "cancel")).length, 1);
    await button(page, "Cancel", "cancel").click();
    await until(page, "cancel", "cancelled");
    assert.deepEqual(await uploadsOf(page, "cancel"), []);
    assert.deepEqual(await page.evaluate(() => JSON.parse(localStorage.getItem("chunkupload.uploads"))), []);
    await button(page, "Clear", "cancel").click();
    await page.waitForSelector("#nothing:visible");
  },

  async signIn(page) {
    const sent = [];
    page.on("request", request => sent.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ""}`));
    await open(page);
    await page.getByLabel("Access key").fill(key);
    await page.getByLabel("Secret key").fill("another");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForFunction(() => document.getElementById("sign-in-problem").textContent !== "");
    assert.equal(await page.textContent("#sign-in-problem"), "The access key or the secret key is another.");
    await page.getByLabel("Secret key").fill(secret);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#uploads-view:visible");
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    const token = JSON.parse(JSON.parse(kept)["chunkupload.session"]).token;
    assert.ok(token.length > 40);
    assert.ok(!kept.includes(secret) && !sent.join("\n").includes(secret), "the secret key is neither kept nor sent");
    assert.ok(!(await page.content()).includes(token) && !(await page.content()).includes(secret));
    assert.ok(sent.every(request => !request.split(" ")[0].includes(token)), "no URL has the token");
    assert.equal(await page.inputValue("#secret-key"), "");

    await page.reload();
    await page.waitForSelector("#uploads-view:visible");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForSelector("#sign-in-view:visible");
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    assert.equal(await statusOf(page, token), 401);
  },

  async keyboard(page) {
    const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
    const chooser = new Promise(done => page.on("filechooser", done));
    await open(page);
    await page.keyboard.type(key);
    await page.keyboard.press("Tab");
    await page.keyboard.type(secret);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#uploads-view:visible");
    assert.equal(await focused(), "Choose files");
    const writes = await holdWrites(page, 2);
    await page.keyboard.press("Enter");
    await (await chooser).setFiles(files.keyboard);
    await writes.held();
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Pause: keyboard");
    await page.keyboard.press("Space");
    await until(page, "keyboard", "paused");
    await writes.release();
    assert.equal(await focused(), "Resume: keyboard");
    await page.keyboard.press("Enter");
    await until(page, "keyboard", "done");
    await page.waitForFunction(() => document.getElementById("news").textContent === "keyboard: Uploaded");
    assert.equal(await focused(), "Clear: keyboard");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#nothing:visible");
    assert.equal(await focused(), "Choose files");
    await page.focus("#show-uploads");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#status-view:visible");
  },

  async phone(page) {
    const fits = async view => {
      const [whole, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(whole <= shown, `${view}: ${whole} px on a screen of ${shown} px`);
      const low = await page.evaluate(() => [...document.querySelectorAll("button, input")].filter(each => each.offsetParent)
        .filter(each => each.getBoundingClientRect().height < 40).map(each => each.outerHTML));
      assert.deepEqual(low, [], "what is touched is at least 40 px high");
    };
    await open(page);
    await fits("sign-in");
    await signedIn(page);
    const name = Object.keys(files)[0];
    await choose(page, files[name]);
    await until(page, name, "done");
    await fits("uploads");
    await page.getByRole("button", { name: "Status", exact: true }).tap();
    await page.waitForFunction(name => document.getElementById("arrived").textContent.includes(name), name);
    await fits("status");
    await page.setViewportSize({ width: 320, height: 600 });
    await fits("status on a narrow screen");
    await page.getByRole("button", { name: "Upload", exact: true }).tap();
    await fits("uploads on a narrow screen");
  },

  async changedFile(page) {
    await signedIn(page);
    const writes = await holdWrites(page, 2);
    await choose(page, files.changed);
    await writes.held();
    const bytes = await readFile(files.changed);
    bytes[5_000_000] ^= 1;
    bytes[0] ^= 1;
    await page.reload();
    await until(page, "changed", "missing");
    writes.begin();
    await writeFile(files.changed, bytes);
    await choose(page, files.changed);
    await until(page, "changed", "changed");
    assert.match(await row(page, "changed").innerText(), /Refused. The file is another than the one this upload began with/);
    assert.equal(writes.count(), 0);
    await button(page, "Discard and start again", "changed").click();
    await until(page, "changed", "done");
    assert.equal(writes.count(), 3);
  },

  async changedMeanwhile(page) {
    await signedIn(page);
    const writes = await holdWrites(page, 2);
    await choose(page, files.meanwhile);
    await writes.held();
    const bytes = await readFile(files.meanwhile);
    bytes[0] ^= 1;
    await writeFile(files.meanwhile, bytes);
    await writes.release();
    await until(page, "meanwhile", "failed");
    assert.match(await row(page, "meanwhile").innerText(), /The file was changed or removed after it was chosen/);
    assert.deepEqual(await uploadsOf(page, "meanwhile"), []);
  },

  async lostConnection(page) {
    await signedIn(page);
    let count = 0;
    await page.route("**/api/cayman/store/object/write", route => (++count === 2 || count === 3 ? route.abort("connectionreset") : route.continue()));
    const unheard = new Set(["create", "finish"]);
    await page.route(/object\/(create|finish)$/, async route => {
      if (!unheard.delete(route.request().url().split("/").pop())) {
        return route.continue();
      }
      await route.fetch();
      return route.abort("connectionreset");
    });
    await page.evaluate(() => {
      window.heard = [];
      const news = document.getElementById("news");
      new MutationObserver(() => window.heard.push(news.textContent)).observe(news, { childList: true });
    });
    await choose(page, files.lost);
    await until(page, "lost", "done");
    assert.ok((await page.evaluate(() => window.heard)).includes("lost: Uploading. The gateway cannot be reached. Trying again."));
    assert.equal(count, 5, "three slices, the second of them three times");
    assert.equal(unheard.size, 0, "the answers to create and finish were lost once");
  },

  async refusedThenTaken(page) {
    await signedIn(page);
    let refusals = 0;
    await page.route("**/object/create", route => (refusals++ === 0
      ? route.fulfill({ json: { code: 403, msg: "This key may not write there", error: "forbidden" } }) : route.continue()));
    await choose(page, files.refused);
    await until(page, "refused", "failed");
    assert.match(await row(page, "refused").innerText(), /Not uploaded. This key may not write there/);
    await button(page, "Try again", "refused").click();
    await until(page, "refused", "done");
  },

  async goneAtTheGateway(page) {
    await signedIn(page);
    const writes = await holdWrites(page, 3);
    await choose(page, files.gone);
    await writes.held();
    await page.reload();
    await until(page, "gone", "missing");
    writes.begin();
    assert.equal((await page.request.post(`${url}/api/cayman/store/object/remove`,
      { headers: { "ACCESS-TOKEN": process.env.GATEWAY_TOKEN }, form: { bucket: "inbox", objectid: "gone" } })).status(), 200);
    await choose(page, files.gone);
    await until(page, "gone", "done");
    assert.equal(writes.count(), 3, "all slices of a new upload");
  },

  async status(page) {
    await signedIn(page);
    const writes = await holdWrites(page, 3);
    await choose(page, files.status);
    await writes.held();
    await page.getByRole("button", { name: "Status", exact: true }).click();
    const bar = page.getByRole("progressbar", { name: "Progress of inbox/status" });
    await bar.waitFor();
    assert.equal(await bar.evaluate(each => each.value / each.max), 8 / 9);
    await writes.release();
    await page.waitForFunction(() => document.getElementById("open").textContent === "No upload is open.");
    await page.waitForFunction(() => document.getElementById("arrived").textContent.includes("inbox/status"));
    assert.match(await page.innerText("#figures"), /Receiving\s+[0-9.]+ (bytes|[KM]B)\/s/);
    await page.evaluate(() => fetch("/_page/status", { headers: { "ACCESS-TOKEN": "none" } }));
    await page.waitForFunction(() => document.getElementById("errors").textContent.includes("GET /_page/status"));
  },

  async tokenExpires(page) {
    await signedIn(page);
    const writes = await holdWrites(page, 2);
    await choose(page, files.expires);
    const token = (await writes.held()).headers()["access-token"];
    for (let tries = 0; await statusOf(page, token) !== 401; tries++) {
      assert.ok(tries < 150, "the token ends");
      await page.waitForTimeout(200);
    }
    await writes.release();
    await until(page, "expires", "done");
    assert.equal(writes.count(), 4, "three slices, the second of them once more with another token");
  },

  async withoutSignIn(page) {
    await open(page);
    await page.waitForSelector("#uploads-view:visible");
    await page.getByLabel("Bucket").fill("inbox");
    await choose(page, files.open);
    await until(page, "open", "done");
  },

  async elsewhere(page) {
    assert.deepEqual(await uploadFrom(page, process.env.ALLOWED_ORIGIN), [[200, true], [200, true], [200, true]]);
    assert.equal(await uploadFrom(page, process.env.OTHER_ORIGIN), "TypeError");
  },

  async nowhere(page) {
    assert.equal(await uploadFrom(page, process.env.OTHER_ORIGIN), "TypeError");
  },
};

/** Returns how a token is answered. */
function statusOf(page, token) {
  return page.evaluate(async sent => (await fetch("/_page/status", { headers: { "ACCESS-TOKEN": sent } })).status, token);
}

/** Uploads from a page of that origin. Returns the codes, and whether the page may read the request ids; or the error. */
async function uploadFrom(page, origin) {
  await page.goto(`${origin}/`);
  return page.evaluate(async ([url, token, object]) => {
    const ask = async (call, fields) => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ bucket: "inbox", objectid: object, ...fields })) {
        form.append(name, value);
      }
      const reply = await fetch(`${url}/api/cayman/store/object/${call}`, { method: "POST", body: form, headers: { "ACCESS-TOKEN": token } });
      return [(await reply.json()).code, reply.headers.get("X-Request-Id") !== null];
    };
    try {
      const bytes = new Blob(["from elsewhere"]);
      return [await ask("create", {}), await ask("write", { offset: 0, PostData: bytes }), await ask("finish", {})];
    } catch (error) {
      return error.name;
    }
  }, [url, process.env.GATEWAY_TOKEN, new URL(origin).hostname]);
}

const name = process.argv[2];
await inBrowser(scenarios[name], name === "phone" ? PHONE : {});
