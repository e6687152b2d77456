import type { OperationAttribute, OutputTensor } from '../runtime/binding.js';
import type { TensorData } from '../runtime/tensorflowBackend.js';
import type { Instruction, Operand } from './instruction.js';
import type { BindingObserver, Computation } from './recordableBinding.js';

const READS = 'The step reads values of tensors back; compute with tensors only.';
const UPLOADS =
  'The step makes a tensor from an array, which may hold other numbers next time; write them to a staged tensor.';

/** Axes and shapes are part of the program; more integers than this are data. */
const LARGEST_IMMEDIATE = 64;

/** A tensor that a step leaves behind, and the register that it is in. */
export interface Survivor {
  readonly data: TensorData;
  readonly register: number;
}

/** Writes down what a step asks of TensorFlow. */
export class StepRecorder implements BindingObserver {
  readonly instructions: Instruction[] = [];
  registers = 0;
  /** Why a program cannot do again what the step did, as a sentence; undefined while it can. */
  reason: string | undefined;
  /** Something happened that happens once: a variable or a constant was made. */
  unsettled = false;
  readonly #registerOf = new Map<number, number>();
  readonly #held: TensorData[] = [];
  readonly #valuesOfStep = new Set<ArrayBufferView>();

  executed(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly number[],
    outputs: readonly OutputTensor[],
  ): void {
    const operands = inputs.map((id) => this.#operand(id));
    const firstOutput = this.registers;
    for (const { id } of outputs) this.#newRegister(id);
    this.instructions.push({
      kind: 'execute',
      name,
      attributes,
      inputs: operands,
      firstOutput,
      outputs: outputs.length,
    });
  }

  created(shape: readonly number[], dtype: number, values: ArrayBufferView, id: number): void {
    const output = this.#newRegister(id);
    if (!isImmediate(shape, values)) {
      if (this.#valuesOfStep.has(values)) this.#giveUp(UPLOADS);
      else this.unsettled = true; // a tensor from before the step, whose upload had been put off
      return;
    }
    const copy = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
    const Kind = values.constructor as new (buffer: ArrayBufferLike) => ArrayBufferView;
    this.instructions.push({
      kind: 'create',
      shape: [...shape],
      dtype,
      values: new Kind(copy.buffer),
      output,
    });
  }

  computed(computation: Computation, id: number): void {
    this.instructions.push({ kind: 'compute', computation, output: this.#newRegister(id) });
  }

  deleted(id: number): void {
    const register = this.#registerOf.get(id);
    if (register === undefined) {
      this.unsettled = true;
      return;
    }
    this.#registerOf.delete(id);
    this.instructions.push({ kind: 'delete', register });
  }

  read(): void {
    this.#giveUp(READS);
  }

  /** A tensor of tfjs was given data. */
  hold(data: TensorData): void {
    this.#held.push(data);
    if (data.values !== null) this.#valuesOfStep.add(data.values);
  }

  /** The tensors that are still there. Whatever else is still there was made once and for all. */
  survivors(): Survivor[] {
    const survivors = this.#held.flatMap((data) => {
      const register = data.values === null ? this.#registerOf.get(data.id) : undefined;
      return register === undefined || data.refCount <= 0 ? [] : [{ data, register }];
    });
    if (survivors.length !== this.#registerOf.size) this.unsettled = true;
    return survivors;
  }

  #giveUp(reason: string): void {
    this.reason ??= reason;
  }

  #operand(id: number): Operand {
    return this.#registerOf.get(id) ?? -1 - id;
  }

  #newRegister(id: number): number {
    this.#registerOf.set(id, this.registers);
    return this.registers++;
  }
}

/** A single number, or a few integers. An array of numbers is data, even a small one: a dropout mask, say. */
function isImmediate(shape: readonly number[], values: ArrayBufferView): boolean {
  if (shape.length === 0) return true;
  return values.constructor.name === 'Int32Array' && values.byteLength <= LARGEST_IMMEDIATE * 4;
}
