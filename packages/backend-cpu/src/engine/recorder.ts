import type { backend_util, DataType } from '@tensorflow/tfjs-core';
import type { Arena } from '../memory/arena.js';
import type { Block } from '../memory/block.js';
import type { CommandWriter, LoggedCommand } from './command.js';
import type { EngineTensorData } from './tensor-data.js';

/** What happens while a step is recorded: its commands, the constants it uploads, and whether it can be replayed. */
export class Recorder {
  readonly arena: Arena;
  readonly commands: LoggedCommand[] = [];
  readonly constants: Uint8Array[] = [];
  /** Tensor data from outside the step, and where it lies. */
  readonly outside: Map<EngineTensorData, Block> = new Map();
  readonly #created = new WeakSet<EngineTensorData>();
  #replayable = true;
  #hasArena = true;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /** False once something happened that running the commands again would not repeat. */
  get replayable(): boolean {
    return this.#replayable;
  }

  log(command: CommandWriter): void {
    this.commands.push(command.logged());
  }

  giveUp(): void {
    this.#replayable = false;
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
    this.giveUp();
    if (!this.#hasArena) return;
    this.#hasArena = false;
    this.arena.letGo();
  }

  #orLeaveArena(allocate: () => Block | undefined): Block | undefined {
    const block = this.#hasArena ? allocate() : undefined;
    if (block === undefined) this.leaveArena();
    return block;
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
    if (!this.#created.has(data)) this.outside.set(data, data.block!);
  }

  /** Values that the step brought from the JavaScript side: a replay has the same only if the step always has. */
  uploaded(values: backend_util.BackendValues, dtype: DataType): void {
    if (ArrayBuffer.isView(values)) {
      this.constants.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice());
    } else if (dtype === 'string') {
      this.giveUp();
    } else {
      this.constants.push(new Uint8Array(Float64Array.from(values as unknown as number[]).buffer));
    }
  }

  /**
   * JavaScript looks at values. Those of the step's own constants are the same each time; anything else may differ
   * in the next step, and what is made of it would not be repeated.
   */
  read(data: EngineTensorData): void {
    if (data.block !== undefined || !this.#created.has(data)) this.giveUp();
  }

  /** A kernel changes a tensor in place. A constant would not be what it was at the next replay. */
  changed(data: EngineTensorData): void {
    if (data.block !== undefined && this.arena.isPinned(data.block)) this.giveUp();
  }
}
