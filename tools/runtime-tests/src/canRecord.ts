import { engineCapabilities } from '@neutype/core';
import { relu } from '@tensorflow/tfjs-core';
import { unpack } from './packed.js';

/** Whether the current backend records steps. */
export function canRecord(): boolean {
  const x = unpack({ shape: [2], values: [1, 2] });
  const recorded = engineCapabilities().recordStep?.(() => relu(x));
  recorded?.value.dispose();
  recorded?.recording?.dispose();
  x.dispose();
  return recorded?.recording !== undefined;
}
