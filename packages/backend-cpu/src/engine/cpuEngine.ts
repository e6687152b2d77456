import { DataError } from '@neutype/errors';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type {
  backend_util,
  DataType,
  KernelConfig,
  NamedAttrMap,
  NamedTensorInfoMap,
  Tensor,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import { DataStorage, getKernel, engine as tfEngine, util } from '@tensorflow/tfjs-core';
import { writeMap } from '../map/encode.js';
import { MAP_SCRATCH_BYTES } from '../map/layout.js';
import type { MapProgram } from '../map/program.js';
import { Arena } from '../memory/arena.js';
import type { Block } from '../memory/block.js';
import { CommandWriter } from './command.js';
import { type Place, recordHostCall, SOMEBODY_ELSE, tensorsOf } from './hostCall.js';
import { Recorder } from './recorder.js';
import { type Recording, StepRecording } from './recording.js';
import type { Runtime } from './runtime.js';
import { bytesPerElement, type DataHost, EngineTensorData } from './tensorData.js';
import { UnderWay } from './underWay.js';

type DataId = TensorInfo['dataId'];
export type ResidentDtype = 'float32' | 'int32' | 'bool';

/**
 * tfjs's cpu backend with its data in one WebAssembly memory. Data stays an ordinary array until a kernel of
 * ours needs it; what our kernels make is a block of engine memory from the start.
 */
export class CpuEngine extends MathBackendCPU implements DataHost {
  /** Undefined where WebAssembly SIMD is missing: every kernel is then tfjs's own JavaScript. */
  readonly runtime: Runtime | undefined;
  /** Replays that have given way to others. */
  readonly underWay: UnderWay = new UnderWay();
  readonly #data: DataStorage<EngineTensorData>;
  #writer: CommandWriter | undefined;
  #recorder: Recorder | undefined;
  #holdings: Holdings | undefined;

  constructor(runtime: Runtime | undefined) {
    super();
    this.runtime = runtime;
    this.#data = new DataStorage(this, tfEngine());
    this.data = this.#data as unknown as MathBackendCPU['data'];
  }

  // ---- What a kernel uses ---------------------------------------------------------------------------------

  /** The address of a tensor's elements in engine memory; brings them there if they are not. */
  pointer(tensor: TensorInfo): number {
    const data = this.#data.get(tensor.dataId);
    this.underWay.usedBy(data);
    const { address } = data.block ?? this.#makeResident(data, tensor);
    this.#recorder?.uses(data);
    return address;
  }

  /** The address of a tensor that the kernel changes in place. */
  writable(tensor: TensorInfo): number {
    const address = this.pointer(tensor);
    this.#recorder?.changed(this.#data.get(tensor.dataId));
    return address;
  }

  /** Looks at what a command of kernel `name` left in `block`, now and in each replay; `look` throws if that is wrong. */
  check(name: string, block: Block, look: () => void): void {
    this.#recorder?.entries.push({ kind: 'check', name, block, run: look });
    look();
  }

  /** Sees to it that every thread has at least `bytes` of scratch memory. */
  reserveScratch(bytes: number): void {
    this.runtime!.reserveScratch(bytes);
  }

  /** A new tensor in engine memory, its elements not yet written. */
  output(shape: number[], dtype: ResidentDtype = 'float32'): TensorInfo {
    const length = util.sizeFromShape(shape);
    const data = new EngineTensorData(this, dtype, length);
    data.block = this.#allocate(length * bytesPerElement(dtype), () => describe(shape, dtype));
    this.#recorder?.created(data);
    const dataId = {};
    this.#data.set(dataId, data);
    this.#holdings?.tensors.push(dataId);
    return { dataId, shape, dtype };
  }

  /** Engine memory for intermediate values; `free` it before the kernel returns. */
  temporary(bytes: number): Block {
    const block = this.#allocate(bytes, () => 'intermediate values');
    this.#holdings?.blocks.push(block);
    return block;
  }

  free(block: Block): void {
    if (this.#holdings !== undefined) forget(this.#holdings.blocks, block);
    block.owner.free(block);
  }

  /** The same data under another shape. */
  alias(tensor: TensorInfo, shape: number[]): TensorInfo {
    this.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape, dtype: tensor.dtype };
  }

  /**
   * Runs a kernel's code. If it throws, the tensors and blocks that it has taken are freed: nobody else knows of them.
   * Of kernels that run each other the outermost answers for all.
   */
  freeingOnThrow<T>(run: () => T): T {
    if (this.#holdings !== undefined) return run();
    const holdings: Holdings = { tensors: [], blocks: [] };
    this.#holdings = holdings;
    try {
      return run();
    } catch (error) {
      this.#holdings = undefined;
      for (const dataId of holdings.tensors) this.disposeData(dataId);
      for (const block of holdings.blocks) this.free(block);
      throw error;
    } finally {
      this.#holdings = undefined;
    }
  }

  /** Runs another kernel of the backend, ours or tfjs's own, outside of tfjs's tape. */
  runKernel(name: string, inputs: NamedTensorInfoMap, attrs: object = {}): TensorInfo {
    const kernel = getKernel(name, 'cpu');
    return kernel.kernelFunc({ inputs, attrs: attrs as NamedAttrMap, backend: this }) as TensorInfo;
  }

  /** Runs one of tfjs's own kernels, plain JavaScript. A step that is recorded calls it again in each replay. */
  runStock(kernel: KernelConfig, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo | TensorInfo[] {
    const run = () => kernel.kernelFunc({ inputs, attrs, backend: this });
    const recorder = this.#recorder;
    if (recorder === undefined) return run();
    const outputs = this.unrecorded(undefined, run);
    recordHostCall(this, recorder, { kernel, inputs, attrs, outputs: tensorsOf(outputs) });
    return outputs;
  }

  /** Runs what a step that is recorded does not log command by command; `reason` says why that ends the recording. */
  unrecorded<T>(reason: string | undefined, run: () => T): T {
    const recorder = this.#recorder;
    if (reason !== undefined) recorder?.giveUp(reason);
    this.#recorder = undefined;
    try {
      return run();
    } finally {
      this.#recorder = recorder;
    }
  }

  /** Begins a command: arguments follow in the kernel's order, then `run`. Allocate before, not in between. */
  command(opcode: number): CommandWriter {
    const runtime = this.runtime!;
    if (this.#writer === undefined || !runtime.memory.shared) {
      this.#writer = new CommandWriter(runtime.commandWords(), (writer) => this.#run(writer));
    }
    runtime.awaitDeparture();
    return this.#writer.begin(opcode);
  }

  /** Runs an element-wise program, whose tensors have their memory already. */
  map(program: MapProgram): void {
    if (program.size === 0) return;
    this.reserveScratch(MAP_SCRATCH_BYTES);
    writeMap(this, program);
  }

  // ---- What @neutype/core uses (its EngineCapabilities) ---------------------------------------------------

  /** Reading a scalar back costs a copy of four bytes. */
  readonly readsAreFree: boolean = true;

  get stepsUnderWay(): Promise<void> | undefined {
    return this.underWay.done;
  }

  /** Neutype's kernels have no form in plain JavaScript: without WebAssembly their operations are composed. */
  get runsOwnKernels(): boolean {
    return this.runtime !== undefined;
  }

  /** A tensor in engine memory, zero at first, and its memory to write to: take a new view before each write. */
  allocateStaging<D extends 'float32' | 'int32'>(
    shape: readonly number[],
    dtype: D,
  ): { readonly tensor: Tensor; view(): D extends 'float32' ? Float32Array : Int32Array } {
    const data = new EngineTensorData(this, dtype, util.sizeFromShape([...shape]));
    if (this.runtime === undefined) {
      data.host = util.makeZerosTypedArray(data.length, dtype) as Float32Array;
    } else {
      data.block = this.runtime.allocate(data.length * 4, describe(shape, dtype));
      this.view(data.block, data.length, dtype).fill(0);
    }
    const dataId = {};
    this.#data.set(dataId, data);
    const tensor = tfEngine().makeTensorFromTensorInfo({ dataId, shape: [...shape], dtype }, this);
    return {
      tensor,
      // Whoever asks for values may see to it that the next step differs: a step that is recorded takes note.
      view: () => data.values as never,
    };
  }

  /** @throws EngineOutOfMemoryError for more bytes than the engine's memory may ever have */
  requireRoom(bytes: number, purpose: string): void {
    const { runtime } = this;
    if (runtime !== undefined && bytes > runtime.memory.limitBytes) runtime.outOfMemory(bytes, purpose);
  }

  /**
   * Runs `step` and records it. No recording but a reason where the step cannot be replayed: it read values back, say,
   * or was recorded inside of another step.
   */
  recordStep<T>(step: () => T): RecordedStep<T> {
    const { runtime } = this;
    if (runtime === undefined) return { value: step(), recording: undefined, reason: NOTHING_TO_RECORD };
    if (this.#recorder !== undefined) return { value: step(), recording: undefined, reason: INSIDE_ANOTHER };
    const recorder = new Recorder(new Arena(runtime.heap));
    let recording: Recording | undefined;
    this.#recorder = recorder;
    try {
      const value = step();
      if (recorder.reason === undefined) recording = new StepRecording(this, runtime, recorder);
      return { value, recording, reason: recorder.reason };
    } finally {
      this.#recorder = undefined;
      if (recording === undefined) recorder.leaveArena();
    }
  }

  // ---- tfjs's backend -------------------------------------------------------------------------------------

  override write(values: backend_util.BackendValues, shape: number[], dtype: DataType): DataId {
    const dataId = {};
    this.move(dataId, values, shape, dtype, 1);
    this.#holdings?.tensors.push(dataId);
    return dataId;
  }

  override incRef(dataId: DataId): void {
    if (this.#data.has(dataId)) this.underWay.usedBy(this.#data.get(dataId));
    super.incRef(dataId);
    this.#holdings?.tensors.push(dataId);
  }

  override move(
    dataId: DataId,
    values: backend_util.BackendValues,
    shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    const data = new EngineTensorData(this, dtype, util.sizeFromShape(shape), refCount);
    data.host = this.#ownValues(values);
    this.#data.set(dataId, data);
    if (this.#recorder === undefined) return;
    this.#recorder.created(data);
    if (values !== undefined) this.#recorder.uploaded(values, dtype);
  }

  override readSync(dataId: DataId): backend_util.BackendValues {
    const data = this.#readable(dataId);
    if (data.block === undefined) return super.readSync(dataId);
    return (data.values as Float32Array).slice();
  }

  readInto({ dataId }: Tensor, begin: number, target: Float32Array): void {
    const data = this.#readable(dataId);
    const values = data.block === undefined ? super.readSync(dataId) : data.values;
    target.set((values as Float32Array).subarray(begin, begin + target.length));
  }

  /** Once whatever is under way has made its values; a step that is recorded cannot be repeated then. */
  #readable(dataId: DataId): EngineTensorData {
    const data = this.#data.get(dataId);
    this.underWay.usedBy(data);
    this.#recorder?.readBack(data);
    return data;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    if (!this.#data.has(dataId)) return true;
    const data = this.#data.get(dataId);
    this.underWay.usedBy(data);
    if (this.#holdings !== undefined) forget(this.#holdings.tensors, dataId);
    const gone = super.disposeData(dataId, force);
    if (gone && data.block !== undefined) {
      this.free(data.block);
      data.block = undefined;
    }
    return gone;
  }

  override dispose(): void {
    this.underWay.finishAll();
    this.runtime?.close();
  }

  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: false, reasons: [] };
  }

  // ---- tensor data ----------------------------------------------------------------------------------------

  view(block: Block, length: number, dtype: DataType): Float32Array | Int32Array | Uint8Array {
    const { buffer } = this.runtime!.memory.memory;
    if (dtype === 'float32') return new Float32Array(buffer, block.address, length);
    if (dtype === 'int32') return new Int32Array(buffer, block.address, length);
    return new Uint8Array(buffer, block.address, length);
  }

  dataOf({ dataId }: TensorInfo): EngineTensorData {
    return this.#data.get(dataId);
  }

  /** Moves a tensor's data into a block that has room for it. */
  moveTo(block: Block, data: EngineTensorData): void {
    const values = this.unrecorded(undefined, () => data.values);
    this.view(block, data.length, data.dtype).set(values as Float32Array);
    data.block?.owner.free(data.block);
    data.block = block;
    data.host = undefined;
  }

  /** A tensor at a place that somebody else keeps. */
  borrow({ block, shape, dtype }: Place): TensorInfo {
    const data = new EngineTensorData(this, dtype, util.sizeFromShape(shape));
    data.block = { ...block, owner: SOMEBODY_ELSE };
    const dataId = {};
    this.#data.set(dataId, data);
    return { dataId, shape, dtype };
  }

  /** Copies a tensor's elements to a place. */
  writeTo({ block, dtype }: Place, dataId: DataId): void {
    const { length, values } = this.#data.get(dataId);
    this.view(block, length, dtype).set(values as Float32Array);
  }

  onRead(data: EngineTensorData): void {
    this.underWay.usedBy(data);
    this.#recorder?.read(data);
  }

  #run(command: CommandWriter): void {
    this.#recorder?.log(command);
    this.runtime!.runCommand(command.together);
  }

  /** What a step creates while it is recorded lies in the recording's arena. */
  #allocate(bytes: number, purpose: () => string): Block {
    const runtime = this.runtime!;
    return (
      this.#recorder?.allocate(bytes) ?? runtime.heap.allocate(bytes) ?? runtime.outOfMemory(bytes, purpose())
    );
  }

  #makeResident(data: EngineTensorData, tensor: TensorInfo): Block {
    const { dtype, length, host } = data;
    if (host === undefined || dtype === 'string' || dtype === 'complex64') {
      throw new DataError({
        where: 'the CPU engine',
        expected: 'a tensor of numbers or booleans',
        received: describe(tensor.shape, dtype),
      });
    }
    const bytes = length * bytesPerElement(dtype);
    const purpose = describe(tensor.shape, dtype);
    const constant = this.#recorder?.hasCreated(data) ? this.#recorder.allocatePinned(bytes) : undefined;
    const block = constant ?? this.runtime!.allocate(bytes, purpose);
    this.view(block, length, dtype).set(host as Float32Array);
    data.block = block;
    data.host = undefined;
    return block;
  }

  /** A stock kernel may hand back a view of its input: the view's block may be gone before the output is. */
  #ownValues(values: backend_util.BackendValues): backend_util.BackendValues {
    const { runtime } = this;
    if (runtime === undefined || !ArrayBuffer.isView(values)) return values;
    const buffer: unknown = values.buffer;
    return buffer === runtime.memory.memory.buffer ? (values as Float32Array).slice() : values;
  }
}

const NOTHING_TO_RECORD =
  "Without WebAssembly SIMD all kernels are tfjs's own JavaScript, which is not recorded.";
const INSIDE_ANOTHER = 'The step runs inside of another one that is recorded.';

interface RecordedStep<T> {
  readonly value: T;
  readonly recording: Recording | undefined;
  readonly reason?: string | undefined;
}

/** What kernels have taken and not yet given back: a tensor as often as they refer to it. */
interface Holdings {
  readonly tensors: DataId[];
  readonly blocks: Block[];
}

function forget<T>(list: T[], one: T): void {
  const index = list.lastIndexOf(one);
  if (index >= 0) list.splice(index, 1);
}

function describe(shape: readonly number[], dtype: DataType): string {
  return `a tensor [${shape}] ${dtype}`;
}
