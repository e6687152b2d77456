import { BackendUnavailableError } from '@neutype/errors';
import { nodeBuiltin } from '../threads/nodeBuiltin.js';

export const PAGE_BYTES = 65_536;
/** The last page stays out of reach, so that the end of a block never wraps round to address 0. */
const MOST_PAGES = 65_535;
const FIRST_PAGES = 64;
const SMALLEST_GROWTH_PAGES = 64;
const NODE_REMEDY =
  'Raise the limit of address space (ulimit -v), for Node reserves about 10 GB for a memory of any size; or start it as ' +
  'node --disable-wasm-trap-handler, with which it reserves no more than the engine may use.';

/** The limits that can be asked for. */
export const LEAST_BYTES: number = FIRST_PAGES * PAGE_BYTES;
export const MOST_BYTES: number = 2 ** 32;

/** A WebAssembly memory as compiled kernels import it. */
export interface LinearMemory {
  readonly memory: WebAssembly.Memory;
  /** Whether threads share it. */
  readonly shared: boolean;
}

/**
 * The one WebAssembly memory: shared between threads where the platform allows it. It only grows, and only
 * when the engine allocates, so a view taken by a kernel stays good while that kernel runs.
 */
export interface EngineMemory extends LinearMemory {
  readonly limitBytes: number;
  bytes(): number;
  /** Makes the memory reach `bytes`; false where the limit or the machine forbids it. */
  growTo(bytes: number): boolean;
}

export function createEngineMemory(limitBytes: number = MOST_BYTES): EngineMemory {
  const most = Math.min(MOST_PAGES, Math.floor(limitBytes / PAGE_BYTES));
  const { memory, shared, maximum } = reserve(most);
  const bytes = () => memory.buffer.byteLength;
  return {
    memory,
    shared,
    limitBytes: maximum * PAGE_BYTES,
    bytes,
    growTo(wanted) {
      const have = bytes() / PAGE_BYTES;
      const need = Math.ceil(wanted / PAGE_BYTES);
      if (need <= have) return true;
      if (need > maximum) return false;
      const generous = Math.min(maximum, Math.max(need, have + Math.max(SMALLEST_GROWTH_PAGES, have >> 3)));
      return tryGrow(memory, generous - have) || tryGrow(memory, need - have);
    },
  };
}

function tryGrow(memory: WebAssembly.Memory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}

/** Address space may be scarce (containers, 32-bit browsers): ask for less until the platform agrees. */
function reserve(most: number): { memory: WebAssembly.Memory; shared: boolean; maximum: number } {
  const sharing = typeof SharedArrayBuffer !== 'undefined';
  for (let maximum = most; maximum >= FIRST_PAGES; maximum >>= 1) {
    try {
      const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum, shared: sharing });
      return { memory, shared: sharing, maximum };
    } catch {
      // Too much address space: try half.
    }
  }
  throw new BackendUnavailableError({
    where: 'the CPU engine',
    expected: 'address space for its memory',
    received: 'a refusal by the platform',
    remedy: nodeBuiltin('node:v8') === undefined ? 'Close other pages or programs.' : NODE_REMEDY,
  });
}
