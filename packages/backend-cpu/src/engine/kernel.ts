import type { KernelConfig, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
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
}

/** Registers `kernel` for the backend 'cpu', in front of tfjs's own where there is one. */
export function installKernel({ name, run }: EngineKernel): void {
  const stock = getKernel(name, 'cpu');
  if (stock !== undefined && stock !== null) unregisterKernel(name, 'cpu');
  const config: KernelConfig = {
    kernelName: name,
    backendName: 'cpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const given = inputs as NamedTensorInfoMap;
      const engine = backend as CpuEngine;
      const output =
        engine.runtime === undefined ? undefined : run({ inputs: given, attrs: attrs ?? {}, engine });
      if (output !== undefined) return output;
      if (stock) return stock.kernelFunc({ inputs: given, attrs: attrs ?? {}, backend });
      throw new Error(`Kernel '${name}' has no way to work on ${describe(given)} on the CPU engine.`);
    },
  };
  registerKernel(config);
}

function describe(inputs: NamedTensorInfoMap): string {
  return Object.entries(inputs)
    .map(([name, tensor]) => `${name}: ${tensor?.dtype} [${tensor?.shape}]`)
    .join(', ');
}
