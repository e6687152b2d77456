/**
 * How binaries are embedded in JavaScript: as text that gzip still compresses, which base64 is not (it tears bytes apart,
 * so that what repeats is not seen to), and one of two that are alike as its difference from the other. `src/variants/binary.ts`
 * reads both.
 */

/** Characters from `(` on, without the backslash, are the bytes below 84; what comes after one of these is 84, 168 or 252 more. */
const FIRST = '('.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const PLAIN = 84;
const PREFIXES = ['', '}', '~', '!'];

export function asText(bytes) {
  const characters = Array.from({ length: PLAIN }, (_, value) => {
    const code = FIRST + value;
    return String.fromCharCode(code < BACKSLASH ? code : code + 1);
  });
  return Array.from(bytes, (byte) => PREFIXES[Math.floor(byte / PLAIN)] + characters[byte % PLAIN]).join('');
}

/** Bytes that must agree before a place in the base is looked at. */
const SEED = 12;
/** Places that are looked at, and bytes that may disagree more than they agree before a look ends. */
const MOST_PLACES = 64;
const PATIENCE = 24;
/** Agreements beyond disagreements that pay for a copy. */
const LEAST_GAIN = 10;

/**
 * `bytes` as what is to be changed in `base`, after Percival, "Naive differences of executable code", 2003: code that only
 * moved differs in few bytes from where it was. Copies, each of them three numbers (how many new bytes come first, how
 * many are copied, how far on in the base); bytes to be corrected, by how far on each is; then all new bytes, and what is
 * added to those that are corrected.
 */
export function differenceFrom(base, bytes) {
  const copies = [];
  const fresh = [];
  const gaps = [];
  const added = [];
  let freshBefore = 0;
  let follows = 0;
  let corrected = 0;
  const places = placesOf(base);
  for (let at = 0; at < bytes.length; ) {
    const { from, length, gain } = bestCopy(base, bytes, at, [
      ...(places.get(seedAt(bytes, at)) ?? []),
      follows,
    ]);
    if (gain < LEAST_GAIN) {
      fresh.push(bytes[at++]);
      freshBefore++;
      continue;
    }
    copies.push(freshBefore, length, from - follows);
    for (let i = 0; i < length; i++) {
      const difference = bytes[at + i] - base[from + i];
      if (difference === 0) continue;
      gaps.push(at + i - corrected);
      added.push(difference & 255);
      corrected = at + i;
    }
    freshBefore = 0;
    follows = from + length;
    at += length;
  }
  const counts = [bytes.length, copies.length / 3, gaps.length, fresh.length];
  return Uint8Array.from([...[...counts, ...copies, ...gaps].flatMap(variableLength), ...fresh, ...added]);
}

function placesOf(base) {
  const places = new Map();
  for (let at = 0; at + SEED <= base.length; at++) {
    const seed = seedAt(base, at);
    const known = places.get(seed);
    if (known === undefined) places.set(seed, [at]);
    else if (known.length < MOST_PLACES) known.push(at);
  }
  return places;
}

function seedAt(bytes, at) {
  return bytes.toString('latin1', at, at + SEED);
}

function bestCopy(base, bytes, at, places) {
  let best = { from: 0, length: 0, gain: 0 };
  for (const from of places) {
    const copy = copyFrom(base, bytes, at, from);
    if (copy.gain > best.gain) best = copy;
  }
  return best;
}

function copyFrom(base, bytes, at, from) {
  let best = { from, length: 0, gain: 0 };
  let gain = 0;
  for (let i = 0; from + i < base.length && at + i < bytes.length; i++) {
    gain += base[from + i] === bytes[at + i] ? 1 : -1;
    if (gain > best.gain) best = { from, length: i + 1, gain };
    if (gain < best.gain - PATIENCE) break;
  }
  return best;
}

/** Seven bits a byte, low ones first; negative numbers as odd ones. */
function variableLength(number) {
  const bytes = [];
  let rest = number < 0 ? -2 * number - 1 : 2 * number;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
