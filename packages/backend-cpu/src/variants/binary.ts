/**
 * The builds import a shared memory. Where memory cannot be shared the same binary serves, with the "shared"
 * bit of its memory import cleared (limits flag 3 becomes 1; atomics are valid on unshared memory too).
 */
export function withUnsharedMemory(binary: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const patched = binary.slice();
  patched[memoryLimitsAt(patched)] = 1;
  return patched;
}

export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = characters.charCodeAt(index);
  return bytes;
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
