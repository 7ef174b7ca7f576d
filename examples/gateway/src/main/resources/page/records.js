// What this browser knows of uploads that are not finished, so that they go on after a reload. No secret is in it.

import { md5 } from "./md5.js";

const KEPT = "chunkupload.uploads";
const MOST = 200;
const SAMPLE = 64 * 1024;

function all() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]");
  } catch {
    return [];
  }
}

function keep(records) {
  localStorage.setItem(KEPT, JSON.stringify(records.slice(-MOST)));
}

function same(target, other) {
  return target.bucket === other.bucket && target.key === other.key;
}

export const records = {

  list: all,

  /** Returns the record of an upload to that name. */
  of(target) {
    return all().find(record => same(record.target, target));
  },

  /** Returns the record of an upload of that file, wherever to. */
  like(fingerprint) {
    return all().find(record => equal(record.fingerprint, fingerprint));
  },

  put(record) {
    keep([...all().filter(other => !same(other.target, record.target)), record]);
  },

  remove(target) {
    keep(all().filter(record => !same(record.target, target)));
  },
};

export function equal(one, other) {
  return one.name === other.name && one.size === other.size && one.modified === other.modified && one.sample === other.sample;
}

/** Tells one file from another: by name, size, time, and some of its bytes from beginning, middle and end. */
export async function fingerprint(file) {
  const middle = Math.floor(file.size / 2);
  const samples = [[0, SAMPLE], [middle, middle + SAMPLE], [Math.max(0, file.size - SAMPLE), file.size]];
  const sums = await Promise.all(samples.map(async ([from, to]) => md5(await file.slice(from, to).arrayBuffer())));
  return { name: file.name, size: file.size, modified: file.lastModified, sample: md5(new TextEncoder().encode(sums.join(" ")).buffer) };
}
