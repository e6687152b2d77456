import { CODE, HEAP_BASE } from '../generated/layout.js';
import type { MapLayout } from '../map/layout.js';
import type { MapOperand, MapProgram } from '../map/program.js';
import type { LinearMemory } from '../memory/engineMemory.js';
import { generate } from './generate.js';
import { structureOf } from './structure.js';
import { hasTemplate } from './template.js';

/** Elements times instructions from which a program gains what compiling costs within some hundred runs. */
const LEAST_WORK = 20_000;
const LENGTH_BYTES = 4;

/**
 * Generates functions for the programs of recorded steps. Their modules lie in engine memory, from where each thread takes
 * those that it meets (`assembly/runtime/code.ts`), and stay there: programs of one structure share one, so that there are
 * few of them, however many steps are recorded.
 */
export class CodeGenerator {
  readonly #memory: LinearMemory;
  /** Compiles the module of function `number` on this thread; 0 where that cannot be done. */
  readonly #link: (number: number) => number;
  readonly #numbers = new Map<string, number>();
  #end: number = CODE;
  #isRefused = false;

  constructor(memory: LinearMemory, link: (number: number) => number) {
    this.#memory = memory;
    this.#link = link;
  }

  /** The number of the function that does what the program says, and sums one of its operands if told; 0 where it is left to the interpreter. */
  functionOf({ size, instructions }: MapProgram, layout: MapLayout, summed?: MapOperand): number {
    const operations = instructions.length + Number(summed !== undefined);
    if (size === 1 || operations < 2 || !instructions.every(hasTemplate)) return 0;
    const structure = structureOf(instructions, layout, summed);
    const key = JSON.stringify(structure);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#isRefused || size * operations < LEAST_WORK) return 0;
    const number = this.#add(generate(structure, this.#memory.shared));
    if (number > 0) this.#numbers.set(key, number);
    return number;
  }

  /** 0 where there is no more room, or this platform compiles no more. */
  #add(module: Uint8Array): number {
    const next = this.#end + LENGTH_BYTES + Math.ceil(module.length / LENGTH_BYTES) * LENGTH_BYTES;
    const number = this.#numbers.size + 1;
    if (next > HEAP_BASE) return 0;
    const { buffer } = this.#memory.memory;
    new Int32Array(buffer, this.#end, 1)[0] = module.length;
    new Uint8Array(buffer, this.#end + LENGTH_BYTES, module.length).set(module);
    this.#isRefused = this.#link(number) === 0;
    if (this.#isRefused) return 0;
    this.#end = next;
    return number;
  }
}
