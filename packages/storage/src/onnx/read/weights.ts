import { depthwiseConv1d } from '@neutype/layers';
import type { Step, StepDefinition, Values } from './step.js';
import type { Trunk } from './trunk.js';

/** Each column of a matrix, or of what else has channels last, multiplied by its own factor. */
export function timesColumns(values: Float32Array, by: Float32Array): Float32Array {
  return values.map((value, index) => value * by[index % by.length]!);
}

export function plus(values: Float32Array | undefined, by: Float32Array): Float32Array {
  return values === undefined ? by : values.map((value, index) => value + by[index]!);
}

/**
 * What makes the outputs of a layer with weights and a bias larger: both, channel by channel.
 *
 * @param remake the layer with other values
 */
export function affine(
  values: Values,
  names: { readonly weight: string; readonly bias: string },
  remake: (values: Values) => StepDefinition,
): Pick<StepDefinition, 'scaled' | 'shifted'> {
  const { [names.weight]: weight, [names.bias]: bias } = values;
  return {
    scaled: (by) =>
      remake({
        ...values,
        [names.weight]: timesColumns(weight!, by),
        ...(bias !== undefined && { [names.bias]: timesColumns(bias, by) }),
      }),
    shifted: (by) => remake({ ...values, [names.bias]: plus(bias, by) }),
  };
}

/** A layer that multiplies each channel by a number of its own: a depthwise convolution that sees one step. */
export function timesEach(trunk: Trunk, step: Step, by: Float32Array, frozen = false): Step {
  return eachChannel(trunk, step, { weight: by }, frozen);
}

/** A layer that adds to each channel a number of its own. */
export function plusEach(trunk: Trunk, step: Step, by: Float32Array, frozen = false): Step {
  return eachChannel(trunk, step, { weight: new Float32Array(by.length).fill(1), bias: by }, frozen);
}

function eachChannel(trunk: Trunk, step: Step, values: Values, frozen: boolean): Step {
  const channels = step.shape.at(-1) ?? 1;
  const positions = step.shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const define = (given: Values, inputs: readonly Step[]): StepDefinition => ({
    layer: depthwiseConv1d(1, given['bias'] === undefined ? { bias: null } : {}),
    inputs,
    values: given,
    frozen,
    ...affine(given, { weight: 'weight', bias: 'bias' }, (next) => define(next, inputs)),
  });
  const flat = trunk.reshapedTo(step, [positions, channels]);
  return trunk.reshapedTo(trunk.add(define(values, [flat])), step.shape);
}
