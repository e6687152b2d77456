import type {
  KernelConfig,
  KernelFunc,
  NamedAttrMap,
  NamedTensorInfoMap,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Block, BlockOwner } from '../memory/block.js';
import type { CpuEngine, ResidentDtype } from './cpuEngine.js';
import type { Recorder } from './recorder.js';
import { bytesPerElement, type EngineTensorData } from './tensorData.js';

/** Where a tensor lay when a step was recorded. */
export interface Place {
  readonly block: Block;
  readonly shape: number[];
  readonly dtype: ResidentDtype;
}

/** One of tfjs's own kernels, plain JavaScript, that a recorded step ran; its replays call it again. */
export interface HostCall {
  readonly kind: 'host';
  readonly name: string;
  readonly run: KernelFunc;
  readonly attrs: NamedAttrMap;
  readonly inputs: NamedPlaces;
  /** Undefined for an output that is one of the inputs under another name: nothing is computed for it. */
  readonly outputs: readonly (Place | undefined)[];
}

/** Kernels that join tensors have a list of inputs, others have names for them. */
export type NamedPlaces = Readonly<Record<string, Place>> | readonly Place[];

/** What a kernel of tfjs was given and gave. */
export interface HostRun {
  readonly kernel: KernelConfig;
  readonly inputs: NamedTensorInfoMap;
  readonly attrs: NamedAttrMap;
  readonly outputs: readonly TensorInfo[];
}

/** Owns the memory of tensors that are only borrowed. */
export const SOMEBODY_ELSE: BlockOwner = { free: () => {} };

/** Their outputs are as long as the values say, so that memory cannot be set aside for them. */
const SIZED_BY_VALUES: ReadonlySet<string> = new Set([
  'NonMaxSuppressionV3',
  'NonMaxSuppressionV4',
  'NonMaxSuppressionV5',
  'RaggedGather',
  'RaggedRange',
  'RaggedTensorToTensor',
  'SparseFillEmptyRows',
  'SparseReshape',
  'SparseSegmentMean',
  'SparseSegmentSum',
  'Unique',
]);

/** Takes note of a kernel that has run, if it computed anything. What is made of the step's constants is constant too. */
export function recordHostCall(engine: CpuEngine, recorder: Recorder, run: HostRun): void {
  if (recorder.reason !== undefined) return;
  const { kernel, inputs, attrs, outputs } = run;
  const given = tensorsOf(inputs);
  const made = outputs.filter(({ dataId }) => !given.some((tensor) => tensor.dataId === dataId));
  const results = new Set(made.map((tensor) => engine.dataOf(tensor)));
  if (given.every((tensor) => recorder.isConstant(engine.dataOf(tensor)))) {
    for (const data of results) recorder.madeConstant(data);
  } else if (made.length > 0) {
    const reason = refusal(kernel.kernelName, [...given, ...made]);
    if (reason !== undefined) recorder.giveUp(reason);
    else if (moveIntoArena(engine, recorder, results)) {
      recorder.entries.push({
        kind: 'host',
        name: kernel.kernelName,
        run: kernel.kernelFunc,
        attrs: structuredClone(attrs),
        inputs: mapTensors<TensorInfo, Place>(inputs, (tensor) => placeOf(engine, tensor)),
        outputs: outputs.map((tensor) => (made.includes(tensor) ? placeOf(engine, tensor) : undefined)),
      });
    }
  }
}

/** Whether there was room for all of them. */
function moveIntoArena(
  engine: CpuEngine,
  recorder: Recorder,
  results: ReadonlySet<EngineTensorData>,
): boolean {
  for (const data of results) {
    const block = recorder.allocate(data.length * bytesPerElement(data.dtype));
    if (block === undefined) return false;
    engine.moveTo(block, data);
    recorder.created(data);
  }
  return true;
}

function placeOf(engine: CpuEngine, tensor: TensorInfo): Place {
  const { shape, dtype } = tensor;
  engine.pointer(tensor); // which brings it into engine memory
  return { block: engine.dataOf(tensor).block!, shape: [...shape], dtype: dtype as ResidentDtype };
}

/** Why a kernel cannot be called again in a replay, as a sentence; undefined where it can. */
function refusal(name: string, tensors: readonly TensorInfo[]): string | undefined {
  const odd = tensors.find(({ dtype }) => dtype === 'string' || dtype === 'complex64');
  if (odd !== undefined) {
    return `Kernel ${name} works on ${odd.dtype} tensors, which a recording cannot hold; compute with numbers.`;
  }
  if (!SIZED_BY_VALUES.has(name)) return undefined;
  return `Kernel ${name} gives tensors whose size depends on values; use kernels of fixed sizes.`;
}

export function tensorsOf(tensors: NamedTensorInfoMap | TensorInfo | readonly TensorInfo[]): TensorInfo[] {
  if (Array.isArray(tensors)) return [...tensors];
  if ('dataId' in tensors) return [tensors as TensorInfo];
  return Object.values(tensors as NamedTensorInfoMap).filter((tensor) => tensor !== undefined);
}

/** The same of each tensor of a kernel's inputs, be they a list or named; those that are left out stay so. */
export function mapTensors<A, B>(
  tensors: Readonly<Record<string, A | undefined>> | readonly A[],
  change: (tensor: A) => B,
): Record<string, B> | B[] {
  if (Array.isArray(tensors)) return (tensors as readonly A[]).map(change);
  const named = Object.entries(tensors as Readonly<Record<string, A | undefined>>);
  return Object.fromEntries(
    named.flatMap(([name, tensor]) => (tensor === undefined ? [] : [[name, change(tensor)]])),
  );
}
