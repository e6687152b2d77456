import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import { opcode } from '../../generated/opcodes.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_ELEMENT = 1.2;

function argKernel(name: string, smallest: boolean): EngineKernel {
  return {
    name,
    run({ inputs, attrs, engine }) {
      const x = inputs['x']!;
      const size = util.sizeFromShape(x.shape);
      if (x.dtype !== 'float32' || size === 0 || x.shape.length === 0) return undefined;
      const axis = util.parseAxisParam(attrs['axis'] as number, x.shape)[0]!;
      const length = x.shape[axis]!;
      const inner = util.sizeFromShape(x.shape.slice(axis + 1));
      const from = engine.pointer(x);
      const y = engine.output(
        x.shape.filter((_, index) => index !== axis),
        'int32',
      );
      const to = engine.pointer(y);
      const command = engine.command(opcode.argMax).int(Number(smallest)).pointer(from).pointer(to);
      command
        .int(size / length / inner)
        .int(length)
        .int(inner);
      command.run(Math.min(size / length, itemsFor(size, 4)), size * NANOSECONDS_PER_ELEMENT);
      return y;
    },
  };
}

export const argMax: EngineKernel = argKernel('ArgMax', false);
export const argMin: EngineKernel = argKernel('ArgMin', true);
