import { DisposedError } from '@neutype/errors';
import { Tensor, type TensorInfo, tidy } from '@tensorflow/tfjs-core';
import type { Arena } from '../memory/arena.js';
import type { Block } from '../memory/block.js';
import type { Cache } from '../memory/heap.js';
import { EngineOutOfMemoryError } from '../memory/outOfMemory.js';
import { addressesOf, isTogether, itemsOf, type LoggedCommand } from './command.js';
import type { CpuEngine } from './cpuEngine.js';
import { type HostCall, mapTensors, tensorsOf } from './hostCall.js';
import type { Piece } from './parts.js';
import type { Entry } from './recorder.js';
import { type Pauses, Replay } from './replay.js';
import type { Runtime } from './runtime.js';
import { Slices } from './slices.js';
import type { EngineTensorData } from './tensorData.js';
import { doneOf } from './underWay.js';

const REPLAYS_ANOTHER = 'The step replays another step that was recorded.';

/** The compiled form of a recorded step. */
export interface Program {
  /** Whether all tensors from outside the step still lie where they did. */
  readonly isValid: boolean;
  /** How many commands and calls into JavaScript a replay consists of. */
  readonly launches: number;
  replay(): void;
  replayInParts(pauses: Pauses, done: () => void): Promise<void> | undefined;
  dispose(): void;
}

/** Where a tensor from outside the step lay when it was recorded. */
export interface OutsidePlace {
  readonly data: EngineTensorData;
  readonly block: Block;
  /** Whether the step changes it in place. */
  readonly isChanged: boolean;
}

export class StepProgram implements Program, Cache {
  readonly #engine: CpuEngine;
  readonly #runtime: Runtime;
  readonly #arena: Arena;
  readonly #block: Block | undefined;
  readonly #slices: Slices;
  readonly #places: readonly OutsidePlace[];
  readonly #outside: ReadonlySet<EngineTensorData>;
  readonly #changes: ReadonlySet<EngineTensorData>;
  readonly launches: number;
  readonly #borrowed: TensorInfo[] = [];
  #usable: boolean;
  /** The replay that has given way to others. */
  #replay: Replay | undefined;

  constructor(
    engine: CpuEngine,
    runtime: Runtime,
    arena: Arena,
    entries: readonly Entry[],
    places: readonly OutsidePlace[],
  ) {
    this.#engine = engine;
    this.#runtime = runtime;
    this.#arena = arena;
    this.#places = places;
    this.#outside = new Set(places.map(({ data }) => data));
    this.#changes = new Set(places.flatMap(({ data, isChanged }) => (isChanged ? [data] : [])));
    this.launches = entries.length;
    arena.hold(); // before the program is written, for which the recording may be evicted
    const commands = entries.flatMap((entry) => (entry.kind === 'command' ? [entry.command] : []));
    this.#block = writtenIfThereIsRoom(runtime, commands);
    this.#usable = this.#block !== undefined;
    const pieces = this.#block === undefined ? [] : this.#piecesOf(entries, this.#block.address);
    this.#slices = new Slices(pieces, runtime);
    if (this.#usable) runtime.heap.used(this);
    else arena.letGo();
  }

  get isValid(): boolean {
    return (
      this.#usable && !this.#runtime.closed && this.#places.every(({ data, block }) => data.block === block)
    );
  }

  replay(): void {
    this.#begin();
    const { underWay } = this.#engine;
    const [outside, changes] = [this.#outside, this.#changes];
    for (const other of underWay.changing({ outside })) other.finish();
    for (const other of underWay.reading({ changes })) other.finish();
    this.#engine.unrecorded(REPLAYS_ANOTHER, () => {
      for (const { run } of this.#slices.parts) run();
    });
  }

  replayInParts(pauses: Pauses, done: () => void): Promise<void> | undefined {
    const others = doneOf(this.#engine.underWay.changing({ outside: this.#outside }));
    if (others === undefined) return this.#inParts(pauses, done);
    return others.then(() => {
      pauses.goOn();
      return this.#inParts(pauses, done);
    });
  }

  evict(): void {
    this.dispose();
  }

  dispose(): void {
    if (this.#block === undefined || !this.#usable) return;
    this.#replay?.finish();
    this.#usable = false;
    this.#runtime.heap.forget(this);
    this.#runtime.awaitDeparture();
    this.#block.owner.free(this.#block);
    for (const { dataId } of this.#borrowed) this.#engine.disposeData(dataId);
    this.#arena.letGo();
  }

  #begin(): void {
    this.#replay?.finish();
    if (!this.#usable || this.#runtime.closed) throw stale();
    this.#runtime.heap.used(this);
  }

  #inParts(pauses: Pauses, done: () => void): Promise<void> | undefined {
    this.#begin();
    const replay = new Replay({
      parts: this.#slices.parts,
      outside: this.#outside,
      changes: this.#changes,
      engine: this.#engine,
      ended: (taken, failed) => {
        this.#replay = undefined;
        this.#runtime.heap.used(this);
        if (failed) return;
        this.#slices.note(taken);
        done();
      },
    });
    this.#replay = replay;
    this.#runtime.heap.forget(this); // others must not have the memory while the replay is under way
    return this.#engine.unrecorded(REPLAYS_ANOTHER, () => replay.run(pauses));
  }

  #piecesOf(entries: readonly Entry[], address: number): Piece[] {
    const changed = this.#places.flatMap(({ block, isChanged }) => (isChanged ? [block] : []));
    let at = address;
    return entries.map((entry): Piece => {
      if (entry.kind === 'check') return { call: entry.run };
      if (entry.kind === 'host') return { call: this.#call(entry) };
      const { command } = entry;
      const piece = {
        address: at,
        isTogether: isTogether(command),
        items: itemsOf(command),
        changes: writesTo(command, changed),
      };
      at += command.words.byteLength;
      return piece;
    });
  }

  /** Its inputs are tensors that own nothing: those that were recorded are long gone. */
  #call({ run, attrs, inputs, outputs }: HostCall): () => void {
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

/** Whether a command writes somewhere in the blocks. */
function writesTo(command: LoggedCommand, blocks: readonly Block[]): boolean {
  const { program, areInputs } = command;
  const addresses = addressesOf(command);
  const written =
    program === undefined
      ? addresses.filter((_, index) => !areInputs[index])
      : program.instructions.flatMap(({ to }) => ('address' in to ? [to.address] : []));
  return written.some((at) => {
    return blocks.some(({ address, bytes }) => at >= address && at < address + bytes);
  });
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
