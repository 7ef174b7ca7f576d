// A browser on the gateway's page, for one scenario. What it has to know comes in the environment.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

const { chromium } = createRequire(`${process.env.BROWSER_MODULES}/`)("playwright-core");

export const url = process.env.GATEWAY_URL;
export const key = process.env.GATEWAY_ACCESS_KEY;
export const secret = process.env.GATEWAY_SECRET_KEY;
/** The files that the test has made. */
export const files = JSON.parse(process.env.FILES);

const WRITE = "**/api/cayman/store/object/write";

/** Runs a scenario in a browser of its own; whatever the page complains of in the console fails it, but for refused requests. */
export async function inBrowser(scenario, options = {}) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"], timeout: 90_000 });
  try {
    const page = await (await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options })).newPage();
    page.setDefaultTimeout(60_000);
    const complaints = [];
    page.on("pageerror", error => complaints.push(error.stack));
    page.on("console", line => line.type() === "error" && !/Failed to load resource|blocked by CORS policy/.test(line.text()) && complaints.push(line.text()));
    await scenario(page).catch(async error => {
      const shown = await page.innerText("body").catch(() => "nothing");
      throw new Error(`${error.message}\n\nThe page showed:\n${shown}`, { cause: error });
    });
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
}

export async function open(page) {
  await page.goto(`${url}/`);
  await page.waitForSelector("#sign-in-view:visible, #uploads-view:visible");
}

export async function signedIn(page) {
  await open(page);
  await page.getByLabel("Access key").fill(key);
  await page.getByLabel("Secret key").fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForSelector("#uploads-view:visible");
}

/** Waits until the upload of the file is so. */
export async function until(page, name, state) {
  await page.waitForFunction(([name, state]) => [...document.querySelectorAll("#uploads > li")]
    .some(row => row.querySelector("strong").textContent === name && row.dataset.state === state), [name, state]);
}

export function row(page, name) {
  return page.locator("#uploads > li").filter({ has: page.locator("strong", { hasText: new RegExp(`^${name}$`) }) });
}

export function button(page, action, name) {
  return page.getByRole("button", { name: `${action}: ${name}`, exact: true });
}

/**
 * Holds the page's requests to write a slice from the n-th on, each until it is let go. Tells how many there were, and waits for the first
 * that is held.
 */
export async function holdWrites(page, from) {
  let count = 0;
  let holding = true;
  const held = [];
  const waiting = [];
  await page.route(WRITE, route => {
    count++;
    if (!holding || count < from) {
      return route.continue();
    }
    held.push(route);
    waiting.splice(0).forEach(done => done());
  });
  return {
    count: () => count,
    async held() {
      if (held.length === 0) {
        const late = page.waitForTimeout(60_000).then(() => Promise.reject(new Error(`There were ${count} writes, and none to hold`)));
        await Promise.race([late, new Promise(done => waiting.push(done))]);
        late.catch(() => {});
      }
      return held[0].request();
    },
    /** Forgets what was held for a page that is gone, holds nothing more, and counts anew. */
    begin() {
      holding = false;
      held.length = 0;
      count = 0;
    },
    async release() {
      holding = false;
      await Promise.all(held.splice(0).map(route => route.continue().catch(() => {})));
    },
  };
}

/** Asks the gateway for its open uploads to that key, as the page does. */
export function uploadsOf(page, key) {
  return page.evaluate(async key => {
    const { token } = JSON.parse(sessionStorage.getItem("chunkupload.session"));
    const { uploads } = await (await fetch("/_page/status", { headers: { "ACCESS-TOKEN": token } })).json();
    return uploads.filter(upload => upload.key === key);
  }, key);
}

export function choose(page, ...paths) {
  return page.setInputFiles("#files", paths);
}
