import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import { mapTensors } from '../../map/launch.js';

/**
 * Casts between numbers and booleans. tfjs's own kernel hands the same data back under the other dtype where nothing is
 * lost, which the engine's memory, where each dtype has its own width, cannot.
 */
export const cast: EngineKernel = {
  name: 'Cast',
  run({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    const to = attrs['dtype'] as string;
    return x.dtype === to ? engine.alias(x, x.shape) : converted(engine, x, to);
  },
};

function converted(engine: CpuEngine, x: TensorInfo, to: string): TensorInfo | undefined {
  switch (`${x.dtype} to ${to}`) {
    case 'bool to float32':
      return mapTensors(engine, 'conditionToFloat', [x], 'float32');
    case 'bool to int32':
      return mapTensors(engine, 'conditionToInt', [x], 'int32');
    case 'int32 to float32':
      return mapTensors(engine, 'intToFloat', [x], 'float32');
    case 'float32 to int32':
      return mapTensors(engine, 'floatToInt', [x], 'int32');
    case 'float32 to bool':
      return mapTensors(engine, 'notEqual', [x, 0], 'bool');
    case 'int32 to bool':
      // A zero has the same bits in both types.
      return mapTensors(engine, 'notEqualInt', [x, 0], 'bool');
    default:
      return undefined;
  }
}
