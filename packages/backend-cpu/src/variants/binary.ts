/**
 * The builds import a shared memory. Where memory cannot be shared the same binary serves, with the "shared"
 * bit of its memory import cleared (limits flag 3 becomes 1; atomics are valid on unshared memory too).
 */
export function withUnsharedMemory(binary: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const patched = binary.slice();
  patched[memoryLimitsAt(patched)] = 1;
  return patched;
}

const FIRST = 0x28;
const BACKSLASH = 0x5c;
const LAST = 0x7c;
const PLAIN = 84;

/** The bytes that `asText` of `scripts/embedding.mjs` has made a text of. It runs once, before V8 optimizes it: so it is plain. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const characters = new TextEncoder().encode(text);
  const bytes = new Uint8Array(characters.length);
  let length = 0;
  let more = 0;
  for (let at = 0; at < characters.length; at++) {
    const code = characters[at]!;
    if (code > LAST) {
      more = PLAIN * (code - LAST);
    } else if (code < FIRST) {
      more = 3 * PLAIN;
    } else {
      bytes[length++] = code - (code > BACKSLASH ? FIRST + 1 : FIRST) + more;
      more = 0;
    }
  }
  return bytes.slice(0, length);
}

/** Bytes from those that they are much like, `base`, and what `differenceFrom` of `scripts/embedding.mjs` found. */
export function applyDifference(base: Uint8Array, difference: Uint8Array): Uint8Array<ArrayBuffer> {
  const numbers = new NumberReader(difference);
  const bytes = new Uint8Array(numbers.next());
  const [copies, corrections, freshBytes] = [numbers.next(), numbers.next(), numbers.next()];
  const steps = numbers.some(3 * copies);
  const gaps = numbers.some(corrections);
  const fresh = difference.subarray(numbers.at, numbers.at + freshBytes);
  const added = difference.subarray(numbers.at + freshBytes);
  let [at, taken, from] = [0, 0, 0];
  const takeFresh = (count: number) => {
    bytes.set(fresh.subarray(taken, taken + count), at);
    taken += count;
    at += count;
  };
  for (let step = 0; step < steps.length; step += 3) {
    takeFresh(steps[step]!);
    from += steps[step + 2]!;
    const end = from + steps[step + 1]!;
    bytes.set(base.subarray(from, end), at);
    at += end - from;
    from = end;
  }
  takeFresh(freshBytes - taken);
  let corrected = 0;
  gaps.forEach((gap, index) => {
    corrected += gap;
    bytes[corrected]! += added[index]!;
  });
  return bytes;
}

/** Whole numbers, seven bits a byte, low ones first; negative ones are the odd ones. */
class NumberReader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  some(count: number): number[] {
    return Array.from({ length: count }, () => this.next());
  }

  next(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value & 1 ? -(value + 1) / 2 : value / 2;
    }
  }
}

const IMPORT_SECTION = 2;
const KIND = { function: 0, table: 1, memory: 2, global: 3 } as const;

/** Walks the import section (WebAssembly core specification, 5.5.5) to the memory's limits flag. */
function memoryLimitsAt(binary: Uint8Array): number {
  let at = 8;
  function number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
  function skip() {
    const bytes = number();
    at += bytes;
  }
  while (binary[at++] !== IMPORT_SECTION) skip();
  number();
  for (let count = number(); count > 0; count--) {
    skip();
    skip();
    const kind = binary[at++];
    if (kind === KIND.memory) return at;
    if (kind === KIND.function) number();
    else if (kind === KIND.global) at += 2;
    else throw new Error(`Unexpected import kind ${kind} in the engine's WebAssembly.`);
  }
  throw new Error("The engine's WebAssembly imports no memory.");
}
