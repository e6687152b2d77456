import { DataError } from '@neutype/errors';
import type { KernelConfig, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { getKernel, getKernelsForBackend, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { EngineOutOfMemoryError } from '../memory/outOfMemory.js';
import type { CpuEngine } from './cpuEngine.js';

/** What kernels are given: `KernelOf` an operation of Neutype's, or a {@link StandardKernel}. */
export interface KernelInterface {
  readonly inputs: object;
  readonly attrs: object;
}

/** A kernel of tfjs's, by tfjs's types for its inputs and attributes. */
export interface StandardKernel<
  Inputs extends object = NamedTensorInfoMap,
  Attrs extends object = NamedAttrMap,
> {
  readonly inputs: Inputs;
  readonly attrs: Attrs;
}

export interface KernelCall<Kernel extends KernelInterface = StandardKernel> {
  readonly inputs: Kernel['inputs'];
  readonly attrs: Kernel['attrs'];
  readonly engine: CpuEngine;
}

/**
 * A kernel of the engine. `run` returns its outputs, or undefined for a case it does not handle (a dtype, an
 * option): then tfjs's own kernel of that name does it.
 */
export interface EngineKernel<Kernel extends KernelInterface = StandardKernel> {
  readonly name: string;
  run(call: KernelCall<Kernel>): TensorInfo | TensorInfo[] | undefined;
  /** The same without WebAssembly, where tfjs's own kernel gives something else; else that one does it. */
  runPlainly?(call: KernelCall<Kernel>): TensorInfo | undefined;
}

export type AnyKernel = EngineKernel<KernelInterface>;

/** Registers `kernel` for the backend 'cpu', in front of tfjs's own where there is one. */
export function installKernel(kernel: AnyKernel): void {
  const { name } = kernel;
  const stock = getKernel(name, 'cpu');
  if (stock !== undefined && stock !== null) unregisterKernel(name, 'cpu');
  const config: KernelConfig = {
    kernelName: name,
    backendName: 'cpu',
    kernelFunc: ({ inputs: given, attrs = {}, backend }) => {
      const engine = backend as CpuEngine;
      const call = { inputs: given, attrs, engine };
      const output = engine.runtime === undefined ? kernel.runPlainly?.(call) : runNamed(kernel, call);
      if (output !== undefined) return output;
      if (stock) return runStock(stock, given, attrs, engine);
      throw new DataError({
        where: `kernel ${name} of the CPU engine`,
        expected: 'inputs that it can work on',
        received: describe(given),
      });
    },
  };
  registerKernel(config);
}

/** Has tfjs's own kernels, those that the engine has none for, run where a step that is recorded takes note of them. */
export function watchStockKernels(engineKernels: readonly AnyKernel[]): void {
  const ours = new Set(engineKernels.map(({ name }) => name));
  for (const stock of getKernelsForBackend('cpu')) {
    const { kernelName } = stock;
    if (ours.has(kernelName)) continue;
    unregisterKernel(kernelName, 'cpu');
    registerKernel({
      ...stock,
      kernelFunc: ({ inputs, attrs = {}, backend }) => runStock(stock, inputs, attrs, backend as CpuEngine),
    });
  }
}

/** Kernels may have been copied to another backend, which records nothing. */
function runStock(
  stock: KernelConfig,
  inputs: NamedTensorInfoMap,
  attrs: NamedAttrMap,
  backend: CpuEngine,
): TensorInfo | TensorInfo[] {
  const isEngine = 'runStock' in backend;
  return isEngine ? backend.runStock(stock, inputs, attrs) : stock.kernelFunc({ inputs, attrs, backend });
}

/** Runs a kernel; an error about memory then names it, the innermost where kernels run each other. */
function runNamed({ name, run }: AnyKernel, call: KernelCall): ReturnType<AnyKernel['run']> {
  try {
    return call.engine.freeingOnThrow(() => run(call));
  } catch (error) {
    if (!(error instanceof EngineOutOfMemoryError) || error.kernel !== undefined) throw error;
    throw new EngineOutOfMemoryError(error.request, `kernel ${name} (${describe(call.inputs)})`, {
      cause: error,
    });
  }
}

function describe(inputs: NamedTensorInfoMap): string {
  return Object.entries(inputs)
    .flatMap(([name, tensor]) => (tensor ? [`${name}: ${tensor.dtype} [${tensor.shape}]`] : []))
    .join(', ');
}
