import { describe, expect, it } from '@jest/globals';
import { type Input, runOn } from '../support/compare.js';

const floats: Input = { values: [1, 2, 3], shape: [3] };
const count: Input = { values: [1], shape: [], dtype: 'int32' };

const kernels: Record<string, { inputs: Record<string, Input>; attrs?: object }> = {
  NeutypeDropout: { inputs: { x: floats, counter: count }, attrs: { rate: 0.5, key0: 1, key1: 2 } },
  NeutypeBatchNormTraining: {
    inputs: { x: floats, gamma: floats, beta: floats },
    attrs: { epsilon: 1e-3 },
  },
  NeutypeBatchNormTrainingGrad: {
    inputs: { dy: floats, x: floats, gamma: floats, mean: floats, invStd: floats },
  },
  NeutypeAssign: { inputs: { target: floats, value: floats }, attrs: {} },
  NeutypeRunningAverage: { inputs: { running: floats, batch: floats }, attrs: { rate: 0.1 } },
  NeutypeActivationGrad: { inputs: { dy: floats, y: floats }, attrs: { activation: 'relu', alpha: 0 } },
  NeutypeSoftmaxCrossEntropy: {
    inputs: { labels: { ...floats, shape: [1, 3] }, logits: { ...floats, shape: [1, 3] } },
  },
  NeutypeSigmoidCrossEntropy: { inputs: { labels: floats, logits: floats } },
};

/** The same kernel with one of its inputs of another type. */
const mistaken = Object.entries(kernels).flatMap(([kernel, { inputs, attrs = {} }]) =>
  Object.entries(inputs).map(([name, input]) => {
    const dtype = input.dtype === 'int32' ? ('float32' as const) : ('int32' as const);
    return { kernel, name, dtype, inputs: { ...inputs, [name]: { ...input, dtype } }, attrs };
  }),
);

describe("Neutype's own kernels do not take the bits of one type for another's", () => {
  it.each(Object.entries(kernels))('%s runs on its types', (kernel, { inputs, attrs = {} }) => {
    expect(() => runOn('cpu', kernel, inputs, attrs)).not.toThrow();
  });

  it.each(mistaken)('$kernel refuses a $name of type $dtype', ({ kernel, name, dtype, inputs, attrs }) => {
    const shape = `[${inputs[name]!.shape}]`;
    expect(() => runOn('cpu', kernel, inputs, attrs)).toThrow(
      new RegExp(
        `kernel ${kernel} of the CPU engine: expected inputs that it can work on, got .*${name}: ${dtype} \\${shape.slice(0, -1)}\\]`,
      ),
    );
  });
});
