import { TRIED_EXPORT } from '../generated/layout.js';
import type { LinearMemory } from '../memory/engineMemory.js';
import { withFlags } from './v8Flags.js';

/** Fuses pairs of 128-bit operations to 256-bit ones while V8's optimising compiler works, and there alone. */
const REVECTORIZE = 'experimental-wasm-revectorize';
/** Lets a script call functions of V8 itself. */
const NATIVES = 'allow-natives-syntax';

/** Those that a trial of the kernels runs, or all others. */
export type Functions = 'tried' | 'others';

/**
 * Has V8 compile functions of a module with its optimising compiler now, widening pairs of 128-bit operations to 256 bits,
 * which stay so. Two flags are on meanwhile, some 80 ms for all: neither changes how other WebAssembly is compiled unless
 * that is optimised in just this time, as switching Liftoff or inlining off would (V8 14.6 ends a process in which modules
 * were compiled with inlining and without).
 *
 * @throws where this program must not make code from strings, or this V8 has no such function
 */
export function widen(module: WebAssembly.Module, { memory }: LinearMemory, which: Functions): void {
  withFlags([NATIVES, REVECTORIZE], () => {
    const optimise = new Function('wasm', '%WasmTierUpFunction(wasm)');
    const env = { memory, wait: () => 0, notify: () => undefined, link: () => 0 };
    const { exports } = new WebAssembly.Instance(module, { env });
    for (const [name, value] of Object.entries(exports)) {
      const isTried = name.startsWith(TRIED_EXPORT);
      if (typeof value === 'function' && isTried === (which === 'tried')) optimise(value);
    }
  });
}
