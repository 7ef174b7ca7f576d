// MD5 (RFC 1321), because browsers have none and the store proves each slice by it.

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

/** Returns the MD5 of an ArrayBuffer in hexadecimal. */
export function md5(buffer) {
  const bytes = new Uint8Array(buffer);
  const state = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476);
  const words = new Int32Array(16);
  const whole = bytes.length & ~63;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 64) {
    for (let i = 0; i < 16; i++) {
      words[i] = view.getInt32(at + 4 * i, true);
    }
    mix(state, words);
  }
  const rest = new Uint8Array(bytes.length - whole < 56 ? 64 : 128);
  rest.set(bytes.subarray(whole));
  rest[bytes.length - whole] = 0x80;
  const tail = new DataView(rest.buffer);
  tail.setUint32(rest.length - 8, (bytes.length * 8) >>> 0, true);
  tail.setUint32(rest.length - 4, Math.floor(bytes.length / 2 ** 29), true);
  for (let at = 0; at < rest.length; at += 64) {
    for (let i = 0; i < 16; i++) {
      words[i] = tail.getInt32(at + 4 * i, true);
    }
    mix(state, words);
  }
  return [...new Uint8Array(state.buffer)].map(byte => byte.toString(16).padStart(2, "0")).join("");
}

function mix(state, words) {
  let a = state[0], b = state[1], c = state[2], d = state[3];
  for (let i = 0; i < 64; i++) {
    let f, g;
    if (i < 16) {
      f = (b & c) | (~b & d);
      g = i;
    } else if (i < 32) {
      f = (d & b) | (~d & c);
      g = (5 * i + 1) & 15;
    } else if (i < 48) {
      f = b ^ c ^ d;
      g = (3 * i + 5) & 15;
    } else {
      f = c ^ (b | ~d);
      g = (7 * i) & 15;
    }
    const sum = (a + f + SINES[i] + words[g]) | 0;
    const shift = SHIFTS[((i >> 4) << 2) | (i & 3)];
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  state[0] = (state[0] + a) | 0;
  state[1] = (state[1] + b) | 0;
  state[2] = (state[2] + c) | 0;
  state[3] = (state[3] + d) | 0;
}
