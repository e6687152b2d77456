import type { FusedActivation } from '@neutype/core';
import { backend_util } from '@tensorflow/tfjs-core';
import { ACTIVATIONS, activationAttributes } from './activations.js';
import type { Attributes, Executor } from './execute.js';
import type { StandardKernel, TensorflowKernel } from './kernel.js';
import { following, fusionAttributes } from './matMul.js';

interface ConvolutionAttrs {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

interface FusedConvolutionAttrs extends ConvolutionAttrs {
  readonly activation: FusedActivation | 'prelu' | null | undefined;
  readonly leakyreluAlpha: number | undefined;
}

type Shape4D = [number, number, number, number];

/** activation(x * filter + bias) in one operation where the binding can say so, else in up to three. */
export function fusedConv2d(
  listsSupported: boolean,
): TensorflowKernel<StandardKernel<FusedConvolutionAttrs>> {
  return {
    name: 'FusedConv2D',
    run({ inputs, attrs, executor }) {
      const x = inputs['x']!;
      const filter = inputs['filter']!;
      const bias = inputs['bias'] ?? undefined;
      const activation = attrs.activation ?? 'linear';
      if (attrs.dataFormat !== 'NHWC' || activation === 'prelu' || (bias && bias.shape.length !== 1)) {
        return undefined;
      }
      const alpha = attrs.leakyreluAlpha ?? 0.2;
      const made = convolution(executor, attrs, x.shape as Shape4D, filter.shape as Shape4D);
      const operands = [executor.id(x), executor.id(filter)];
      if (bias && listsSupported && FUSED_WITH_CONVOLUTION.has(activation)) {
        const fused = executor.attributes(`_FusedConv2D/${activation}/${alpha}/${made.key}`, () => ({
          ...made.attributes,
          TArgs: { types: ['float32'] },
          num_host_args: { int: 0 },
          ...fusionAttributes(activation, alpha),
        }));
        return executor.tensor(executor.run('_FusedConv2D', fused, [...operands, executor.id(bias)])[0]!);
      }
      let y = executor.run('Conv2D', made.plain(), operands)[0]!;
      if (bias) {
        const biasAdd = executor.attributes('BiasAdd', () => ({ T: { type: 'float32' } }));
        y = following(executor, 'BiasAdd', y, biasAdd, executor.id(bias));
      }
      if (activation !== 'linear') {
        const after = executor.attributes(`${activation}/${alpha}`, () =>
          activationAttributes(activation, alpha),
        );
        y = following(executor, ACTIVATIONS[activation].alone, y, after);
      }
      return executor.tensor(y);
    },
  };
}

const FUSED_WITH_CONVOLUTION: ReadonlySet<string> = new Set(['linear', 'relu', 'relu6', 'elu', 'leakyrelu']);

/** tfjs-node's own knows no padding by one number. */
export const conv2d: TensorflowKernel<StandardKernel<ConvolutionAttrs>> = {
  name: 'Conv2D',
  run({ inputs, attrs, executor }) {
    const x = inputs['x']!;
    const filter = inputs['filter']!;
    if (attrs.dataFormat !== 'NHWC') return undefined;
    const { plain } = convolution(executor, attrs, x.shape as Shape4D, filter.shape as Shape4D);
    return executor.tensor(executor.run('Conv2D', plain(), [executor.id(x), executor.id(filter)])[0]!);
  },
};

/** The gradient with respect to the filter. tfjs-node's own knows no padding by numbers and no dilations. */
export const conv2dBackpropFilter: TensorflowKernel<
  StandardKernel<ConvolutionAttrs & { readonly filterShape: Shape4D }>
> = {
  name: 'Conv2DBackpropFilter',
  run({ inputs, attrs: { filterShape, ...options }, executor }) {
    const x = inputs['x']!;
    if (options.dataFormat !== 'NHWC') return undefined;
    const { plain } = convolution(executor, options, x.shape as Shape4D, filterShape);
    const operands = [executor.id(x), executor.intConstant(filterShape), executor.id(inputs['dy']!)];
    return executor.tensor(executor.run('Conv2DBackpropFilter', plain(), operands)[0]!);
  },
};

/** The gradient with respect to the input. */
export const conv2dBackpropInput: TensorflowKernel<
  StandardKernel<ConvolutionAttrs & { readonly inputShape: Shape4D }>
> = {
  name: 'Conv2DBackpropInput',
  run({ inputs, attrs: { inputShape, ...options }, executor }) {
    const filter = inputs['filter']!;
    if (options.dataFormat !== 'NHWC') return undefined;
    const { plain } = convolution(executor, options, inputShape, filter.shape as Shape4D);
    const operands = [executor.intConstant(inputShape), executor.id(filter), executor.id(inputs['dy']!)];
    return executor.tensor(executor.run('Conv2DBackpropInput', plain(), operands)[0]!);
  },
};

/** A convolution's attributes: for the plain operations, and as a base of the fused one's. */
function convolution(executor: Executor, options: ConvolutionAttrs, x: Shape4D, filter: Shape4D) {
  const { strides, pad, dilations = 1, dimRoundingMode } = options;
  const info = backend_util.computeConv2DInfo(x, filter, strides, dilations, pad, dimRoundingMode);
  const { top, bottom, left, right } = info.padInfo;
  const byNumber = info.padInfo.type === 'NUMBER' || info.padInfo.type === 'EXPLICIT';
  const attributes: Attributes = {
    T: { type: 'float32' },
    strides: { int: [1, info.strideHeight, info.strideWidth, 1] },
    padding: byNumber ? 'EXPLICIT' : info.padInfo.type,
    data_format: 'NHWC',
    dilations: { int: [1, info.dilationHeight, info.dilationWidth, 1] },
    ...(byNumber ? { explicit_paddings: { int: [0, 0, top, bottom, left, right, 0, 0] } } : {}),
  };
  const key = JSON.stringify(attributes);
  return { key, attributes, plain: () => executor.attributes(`Conv2D/${key}`, () => attributes) };
}
