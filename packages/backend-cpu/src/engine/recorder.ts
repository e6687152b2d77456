import type { backend_util, DataType } from '@tensorflow/tfjs-core';
import type { Arena } from '../memory/arena.js';
import type { Block } from '../memory/block.js';
import { addressesOf, type CommandWriter, type LoggedCommand } from './command.js';
import type { HostCall } from './hostCall.js';
import type { EngineTensorData } from './tensorData.js';

const NO_ROOM = 'Engine memory has no room for a step of its own; allow more, or use smaller batches.';
const CONSTANT_CHANGED =
  'The step changes in place a tensor that it made from an array; make it a variable before the step.';

/** A kernel launch of a recorded step. */
export interface Launch {
  readonly kind: 'command';
  readonly command: LoggedCommand;
  /** What its addresses belong to, in their order; undefined for one that nobody knows. */
  readonly blocks: readonly (Block | undefined)[];
}

/** JavaScript of a kernel that looks at what a command left behind, and throws if that is wrong. */
interface Check {
  readonly kind: 'check';
  readonly name: string;
  readonly block: Block;
  readonly run: () => void;
}

/** One thing that a recorded step did, and that its replays do again. */
export type Entry = Launch | HostCall | Check;

/** What happens while a step is recorded: what it runs, the constants it uploads, and whether it can be replayed. */
export class Recorder {
  readonly arena: Arena;
  readonly entries: Entry[] = [];
  readonly constants: ArrayLike<number>[] = [];
  /** Tensor data from outside the step, and where it lies. */
  readonly outside: Map<EngineTensorData, Block> = new Map();
  /** Those of them that the step changes in place. */
  readonly changes: Set<EngineTensorData> = new Set();
  readonly #outsideAt = new Map<number, Block>();
  readonly #created = new WeakSet<EngineTensorData>();
  #reason: string | undefined;
  #hasArena = true;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /** What happened that running the commands again would not repeat, as a sentence; undefined while there is nothing. */
  get reason(): string | undefined {
    return this.#reason;
  }

  log(command: CommandWriter): void {
    const logged = command.logged();
    this.entries.push({
      kind: 'command',
      command: logged,
      blocks: addressesOf(logged).map((address) => this.blockAt(address)),
    });
  }

  /** The block that an address belongs to now; undefined for what neither the step made nor tensors from outside hold. */
  blockAt(address: number): Block | undefined {
    return this.arena.blockAt(address) ?? this.#outsideAt.get(address);
  }

  giveUp(reason: string): void {
    this.#reason ??= reason;
  }

  /** Memory for something that the step makes; undefined where the arena has no room for it and is given back. */
  allocate(bytes: number): Block | undefined {
    return this.#orLeaveArena(() => this.arena.allocate(bytes));
  }

  /** The same for a constant, which keeps its contents as long as the step may be replayed. */
  allocatePinned(bytes: number): Block | undefined {
    return this.#orLeaveArena(() => this.arena.allocatePinned(bytes));
  }

  /** A step that is not to be recorded needs no memory of its own, and so less than one that is. */
  leaveArena(): void {
    if (!this.#hasArena) return;
    this.#hasArena = false;
    this.arena.letGo();
  }

  #orLeaveArena(allocate: () => Block | undefined): Block | undefined {
    const block = this.#hasArena ? allocate() : undefined;
    if (block !== undefined) return block;
    this.giveUp(NO_ROOM);
    this.leaveArena();
    return undefined;
  }

  /** Tensor data made by the step. */
  created(data: EngineTensorData): void {
    this.#created.add(data);
  }

  hasCreated(data: EngineTensorData): boolean {
    return this.#created.has(data);
  }

  /** A kernel reads or changes tensor data that has a block. */
  uses(data: EngineTensorData): void {
    if (this.#created.has(data)) return;
    this.outside.set(data, data.block!);
    this.#outsideAt.set(data.block!.address, data.block!);
  }

  /** Values that the step brought from the JavaScript side: a replay has the same only if the step always has. */
  uploaded(values: backend_util.BackendValues | undefined, dtype: DataType): void {
    if (dtype === 'string' || values === undefined)
      this.giveUp(`The step makes a ${dtype} tensor, which a recording cannot hold.`);
    else this.constants.push((values as Float32Array).slice());
  }

  /** Whether the data is a constant of the step that has not been needed in engine memory yet. */
  isConstant(data: EngineTensorData): boolean {
    return data.block === undefined && this.#created.has(data);
  }

  /** A tensor made from constants alone. */
  madeConstant(data: EngineTensorData): void {
    this.created(data);
    this.uploaded(data.host, data.dtype);
  }

  /**
   * JavaScript looks at values. Those of the step's own constants are the same each time; anything else may differ
   * in the next step, and what is made of it would not be repeated.
   */
  read(data: EngineTensorData): void {
    if (!this.isConstant(data)) this.readBack(data);
  }

  /** JavaScript gets a copy of values. */
  readBack({ dtype, length }: EngineTensorData): void {
    this.giveUp(
      `The step reads back the values of a ${dtype} tensor of size ${length}; compute with tensors only.`,
    );
  }

  /** A kernel changes a tensor in place. A constant would not be what it was at the next replay. */
  changed(data: EngineTensorData): void {
    if (this.outside.has(data)) this.changes.add(data);
    if (data.block !== undefined && this.arena.isPinned(data.block)) this.giveUp(CONSTANT_CHANGED);
  }
}
