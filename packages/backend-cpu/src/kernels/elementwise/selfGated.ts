import { type KernelOf, NeutypeSelfGated, NeutypeSelfGatedGrad, type SelfGate } from '@neutype/core';
import type { EngineKernel } from '../../engine/kernel.js';
import { mapTensors } from '../../map/launch.js';
import type { MapOperation } from '../../map/operations.js';
import { areFloat32 } from '../dtypes.js';

/** The gates are called as their operations are. */
const GRADIENTS: Record<SelfGate, MapOperation> = {
  gelu: 'geluGrad',
  geluTanh: 'geluTanhGrad',
  silu: 'siluGrad',
  mish: 'mishGrad',
  hardSwish: 'hardSwishGrad',
};

export const selfGated: EngineKernel<KernelOf<typeof NeutypeSelfGated>> = {
  name: NeutypeSelfGated.kernel,
  run({ inputs: { x }, attrs: { gate }, engine }) {
    return areFloat32(x) ? mapTensors(engine, gate, [x], 'float32') : undefined;
  },
};

export const selfGatedGrad: EngineKernel<KernelOf<typeof NeutypeSelfGatedGrad>> = {
  name: NeutypeSelfGatedGrad.kernel,
  run({ inputs: { dy, x }, attrs: { gate }, engine }) {
    return areFloat32(dy, x) ? mapTensors(engine, GRADIENTS[gate], [dy, x], 'float32') : undefined;
  },
};
