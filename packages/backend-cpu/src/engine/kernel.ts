import { DataError } from '@neutype/errors';
import type { KernelConfig, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { EngineOutOfMemoryError } from '../memory/out-of-memory.js';
import type { CpuEngine } from './cpu-engine.js';

export interface KernelCall {
  readonly inputs: NamedTensorInfoMap;
  readonly attrs: NamedAttrMap;
  readonly engine: CpuEngine;
}

/**
 * A kernel of the engine. `run` returns its outputs, or undefined for a case it does not handle (a dtype, an
 * option): then tfjs's own kernel of that name does it.
 */
export interface EngineKernel {
  readonly name: string;
  run(call: KernelCall): TensorInfo | TensorInfo[] | undefined;
  /** The same without WebAssembly, where tfjs's own kernel gives something else; else that one does it. */
  runPlainly?(call: KernelCall): TensorInfo | undefined;
}

/** Registers `kernel` for the backend 'cpu', in front of tfjs's own where there is one. */
export function installKernel(kernel: EngineKernel): void {
  const { name } = kernel;
  const stock = getKernel(name, 'cpu');
  if (stock !== undefined && stock !== null) unregisterKernel(name, 'cpu');
  const config: KernelConfig = {
    kernelName: name,
    backendName: 'cpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const given = inputs as NamedTensorInfoMap;
      const engine = backend as CpuEngine;
      const call = { inputs: given, attrs: attrs ?? {}, engine };
      const output = engine.runtime === undefined ? kernel.runPlainly?.(call) : runNamed(kernel, call);
      if (output !== undefined) return output;
      if (stock) return stock.kernelFunc({ inputs: given, attrs: attrs ?? {}, backend });
      throw new DataError({
        where: `kernel ${name} of the CPU engine`,
        expected: 'inputs that it can work on',
        received: describe(given),
      });
    },
  };
  registerKernel(config);
}

/** Runs a kernel; an error about memory then names it, the innermost where kernels run each other. */
function runNamed({ name, run }: EngineKernel, call: KernelCall): ReturnType<EngineKernel['run']> {
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
