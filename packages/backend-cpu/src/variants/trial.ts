import { CommandWriter } from '../engine/command.js';
import { blocking, COMMAND, COMMAND_WORDS, HEAP_BASE, SCRATCH } from '../generated/layout.js';
import { runGemm } from '../kernels/matmul/gemm.js';
import type { LinearMemory } from '../memory/engineMemory.js';
import type { CompiledVariant } from './compile.js';

/** A matrix product, row by row: m×k times k×n. */
interface Size {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Edges of tiles and panels on all sides. */
const CHECKED: Size = { m: 23, n: 45, k: 37 };
/** All three matrices lie in the first-level or second-level cache, and full tiles of every variant do the work. */
const TIMED: Size = { m: 96, n: 64, k: 128 };
const TIMED_ROUNDS = 24;
/** As long as that product takes, and what a round does. */
const NARROW_ROUNDS = 15_000;
const NARROW_OPERATIONS = 80;

interface Exports {
  runAlone(program: number, count: number): void;
  multiplyAddOnce(a: number, b: number, c: number): number;
  multiplyAddNarrow(rounds: number, factor: number): number;
}

/**
 * Compiled kernels before the engine runs, to find out whether they are worth having. They use the beginning of its
 * memory, for V8 reserves gigabytes of address space for each memory, however small, and leave it empty.
 */
export class Trial {
  readonly #variant: CompiledVariant;
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Exports;

  constructor(variant: CompiledVariant, { memory }: LinearMemory) {
    this.#variant = variant;
    this.#memory = memory;
    const env = { memory, wait: () => 0, notify: () => undefined, link: () => 0 };
    this.#exports = new WebAssembly.Instance(variant.module, { env }).exports as unknown as Exports;
  }

  /** Whether the machine fuses: (1 + 2⁻¹²)² − (1 + 2⁻¹¹) is 2⁻²⁴ if the product is not rounded, else 0. */
  fuses(): boolean {
    return this.#exports.multiplyAddOnce(1 + 2 ** -12, 1 + 2 ** -12, -(1 + 2 ** -11)) !== 0;
  }

  /** Whether a product of small whole numbers, whose sums are exact, is what JavaScript computes. */
  isRight(): boolean {
    const { a, b, c, run } = this.#prepare(CHECKED);
    run();
    const { n } = CHECKED;
    const right = c.every((value, index) => value === dot(a, b, Math.floor(index / n), index % n));
    this.#clear();
    return right;
  }

  /**
   * How many times as many multiplications and additions a product does as 128-bit units can on this machine. Both take turns:
   * what slows the machine down for a while slows down both.
   */
  gain(): number {
    const { run } = this.#prepare(TIMED);
    let [product, narrow] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < TIMED_ROUNDS; round++) {
      product = Math.min(product, milliseconds(run));
      narrow = Math.min(
        narrow,
        milliseconds(() => void this.#exports.multiplyAddNarrow(NARROW_ROUNDS, 0.5)),
      );
    }
    this.#clear();
    return (2 * TIMED.m * TIMED.n * TIMED.k * narrow) / (NARROW_ROUNDS * NARROW_OPERATIONS * product);
  }

  /** Writes the factors and the command. */
  #prepare({ m, n, k }: Size): Product {
    const { buffer } = this.#memory;
    const sizes = blocking[this.#variant.variant];
    const a = HEAP_BASE + sizes.gemmScratchBytes;
    const b = a + 4 * m * k;
    const c = b + 4 * k * n;
    const words = new Int32Array(buffer);
    words[SCRATCH / 4] = HEAP_BASE;
    const factors = new Float32Array(buffer, a, m * k + k * n);
    for (let index = 0; index < factors.length; index++) factors[index] = ((index * 7) % 11) - 5;
    const command = new CommandWriter(new Int32Array(buffer, COMMAND, COMMAND_WORDS), () => {});
    const launcher = { command: (opcode: number) => command.begin(opcode) };
    runGemm(launcher, { ...PLAIN, a, b, c, m, n, k, lda: k, ldb: n, ldc: n }, sizes, 1);
    return {
      a: factors.subarray(0, m * k),
      b: factors.subarray(m * k),
      c: new Float32Array(buffer, c, m * n),
      run: () => this.#exports.runAlone(COMMAND, 1),
    };
  }

  #clear(): void {
    const { gemmScratchBytes } = blocking[this.#variant.variant];
    const end = HEAP_BASE + gemmScratchBytes + Math.max(bytesOf(CHECKED), bytesOf(TIMED));
    new Uint8Array(this.#memory.buffer, SCRATCH, end - SCRATCH).fill(0);
  }
}

interface Product {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly c: Float32Array;
  /** Computes c. */
  run(): void;
}

/** One product, nothing transposed, without bias and activation. */
const PLAIN = {
  bias: 0,
  transposeA: false,
  transposeB: false,
  activation: 0,
  alpha: 0,
  batches: 1,
  aStride: 0,
  bStride: 0,
  cStride: 0,
};

function milliseconds(run: () => void): number {
  const began = performance.now();
  run();
  return performance.now() - began;
}

function bytesOf({ m, n, k }: Size): number {
  return 4 * (m * k + k * n + m * n);
}

function dot(a: Float32Array, b: Float32Array, row: number, column: number): number {
  const { n, k } = CHECKED;
  let sum = 0;
  for (let index = 0; index < k; index++) sum += a[row * k + index]! * b[index * n + column]!;
  return sum;
}
