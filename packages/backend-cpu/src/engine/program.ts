import { DisposedError } from '@neutype/errors';
import { Tensor, type TensorInfo, tidy } from '@tensorflow/tfjs-core';
import type { Arena } from '../memory/arena.js';
import type { Block } from '../memory/block.js';
import type { Cache } from '../memory/heap.js';
import { EngineOutOfMemoryError } from '../memory/outOfMemory.js';
import { isTogether, type LoggedCommand } from './command.js';
import type { CpuEngine } from './cpuEngine.js';
import { type HostCall, mapTensors, tensorsOf } from './hostCall.js';
import type { Entry } from './recorder.js';
import type { Runtime } from './runtime.js';
import type { EngineTensorData } from './tensorData.js';

/** The compiled form of a recorded step. */
export interface Program {
  /** Whether all tensors from outside the step still lie where they did. */
  readonly isValid: boolean;
  /** How many commands and calls into JavaScript a replay consists of. */
  readonly launches: number;
  replay(): void;
  dispose(): void;
}

/** Where a tensor from outside the step lay when it was recorded. */
export interface OutsidePlace {
  readonly data: EngineTensorData;
  readonly block: Block;
}

/** What a replay does in one go: commands that stand in memory one after the other, or a call into JavaScript. */
type Part = () => void;

export class StepProgram implements Program, Cache {
  readonly #engine: CpuEngine;
  readonly #runtime: Runtime;
  readonly #arena: Arena;
  readonly #block: Block | undefined;
  readonly #parts: readonly Part[];
  readonly #outside: readonly OutsidePlace[];
  readonly launches: number;
  readonly #borrowed: TensorInfo[] = [];
  #usable: boolean;

  constructor(
    engine: CpuEngine,
    runtime: Runtime,
    arena: Arena,
    entries: readonly Entry[],
    outside: readonly OutsidePlace[],
  ) {
    this.#engine = engine;
    this.#runtime = runtime;
    this.#arena = arena;
    this.#outside = outside;
    this.launches = entries.length;
    arena.hold(); // before the program is written, for which the recording may be evicted
    const commands = entries.flatMap((entry) => (entry.kind === 'command' ? [entry.command] : []));
    this.#block = writtenIfThereIsRoom(runtime, commands);
    this.#usable = this.#block !== undefined;
    this.#parts = this.#block === undefined ? [] : this.#partsOf(entries, this.#block.address);
    if (this.#usable) runtime.heap.used(this);
    else arena.letGo();
  }

  get isValid(): boolean {
    return (
      this.#usable && !this.#runtime.closed && this.#outside.every(({ data, block }) => data.block === block)
    );
  }

  replay(): void {
    if (!this.#usable || this.#runtime.closed) throw stale();
    this.#runtime.heap.used(this);
    this.#engine.unrecorded('The step replays another step that was recorded.', () => {
      for (const run of this.#parts) run();
    });
  }

  evict(): void {
    this.dispose();
  }

  dispose(): void {
    if (this.#block === undefined || !this.#usable) return;
    this.#usable = false;
    this.#runtime.heap.forget(this);
    this.#runtime.awaitDeparture();
    this.#block.owner.free(this.#block);
    for (const { dataId } of this.#borrowed) this.#engine.disposeData(dataId);
    this.#arena.letGo();
  }

  #partsOf(entries: readonly Entry[], address: number): Part[] {
    const parts: Part[] = [];
    let stretch: LoggedCommand[] = [];
    let at = address;
    const endStretch = () => {
      if (stretch.length > 0) parts.push(this.#commands(at, stretch));
      at += bytesOf(stretch);
      stretch = [];
    };
    for (const entry of entries) {
      if (entry.kind === 'command') {
        stretch.push(entry.command);
      } else {
        endStretch();
        parts.push(entry.kind === 'host' ? this.#call(entry) : entry.run);
      }
    }
    endStretch();
    return parts;
  }

  #commands(address: number, commands: readonly LoggedCommand[]): Part {
    const together = commands.some(isTogether);
    const count = commands.length;
    return () => this.#runtime.runProgram(address, count, together);
  }

  /** Its inputs are tensors that own nothing: those that were recorded are long gone. */
  #call({ run, attrs, inputs, outputs }: HostCall): Part {
    const engine = this.#engine;
    const given = mapTensors(inputs, (place) => engine.borrow(place)) as Record<string, TensorInfo>;
    this.#borrowed.push(...tensorsOf(given));
    function call() {
      for (const [index, result] of tensorsOf(run({ inputs: given, attrs, backend: engine })).entries()) {
        const place = outputs[index];
        if (place !== undefined) engine.writeTo(place, result.dataId);
        if (!(result instanceof Tensor)) engine.disposeData(result.dataId);
      }
    }
    return () => tidy(call); // some kernels of tfjs make tensors that tfjs keeps track of
  }
}

function bytesOf(commands: readonly LoggedCommand[]): number {
  return commands.reduce((bytes, { words }) => bytes + words.byteLength, 0);
}

/** The step itself has run: it must not fail because there is no room to run it faster. */
function writtenIfThereIsRoom(runtime: Runtime, commands: readonly LoggedCommand[]): Block | undefined {
  try {
    return runtime.writeProgram(commands.map(({ words }) => words));
  } catch (error) {
    if (error instanceof EngineOutOfMemoryError) return undefined;
    throw error;
  }
}

export function stale(): DisposedError {
  return new DisposedError({
    where: 'replay of a recorded step',
    expected: 'one in use',
    received: 'one that was disposed of, or is from before the CPU engine was configured anew',
    remedy: 'Record it again.',
  });
}
