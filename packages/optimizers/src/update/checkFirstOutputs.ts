import { predictModel } from '@neutype/core';
import { checkOutputValues } from '@neutype/losses';
import { NdArray } from '@neutype/ndarray';
import { gather } from '../data/gather.js';
import type { Samples } from '../data/samples.js';
import type { Objective } from './objective.js';

/** As many samples as show what a layer gives. */
const ENOUGH = 128;

/**
 * Looks at what the model gives for the first samples, where its layers do not say what they give and the loss is not for
 * any outputs.
 *
 * @returns what is odd about them, though it may be meant
 * @throws OptionError for outputs that the loss has no meaning for
 */
export async function checkFirstOutputs(
  { model, loss }: Pick<Objective, 'model' | 'loss'>,
  [x, another]: readonly Samples[],
  rows: number,
): Promise<string | undefined> {
  const isOpen = loss.expects !== undefined && loss.expects !== 'numbers';
  if (!isOpen || model.outputs?.kind !== undefined || !x || another) return undefined;
  const count = Math.min(rows, x.count, ENOUGH);
  const values = new Float32Array(count * x.size);
  gather(values, x, 0, count);
  const outputs = await predictModel(model, values);
  return checkOutputValues(loss, model, new NdArray(outputs, [count, ...model.outputShape]));
}
