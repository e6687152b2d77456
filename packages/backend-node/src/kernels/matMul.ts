import type { FusedActivation } from '@neutype/core';
import type { OutputTensor } from '../runtime/binding.js';
import { ACTIVATIONS, activationAttributes } from './activations.js';
import type { Attributes, Executor } from './execute.js';
import type { StandardKernel, TensorflowKernel } from './kernel.js';

const FLOAT = { T: { type: 'float32' } } as const;

interface ProductAttrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

interface FusedProductAttrs extends ProductAttrs {
  readonly activation: FusedActivation | 'prelu' | null | undefined;
  readonly leakyreluAlpha: number | undefined;
}

/** Products of matrices without a batch, which is all that dense layers and their gradients are made of. */
export const batchMatMul: TensorflowKernel<StandardKernel<ProductAttrs>> = {
  name: 'BatchMatMul',
  run({ inputs, attrs, executor }) {
    const a = inputs['a']!;
    const b = inputs['b']!;
    if (a.shape.length !== 2 || b.shape.length !== 2 || a.dtype !== 'float32') return undefined;
    const product = productAttributes(executor, attrs);
    return executor.tensor(executor.run('MatMul', product, [executor.id(a), executor.id(b)])[0]!);
  },
};

/** activation(a · b + bias) in one operation where the binding can say so, else in up to three. */
export function fusedMatMul(listsSupported: boolean): TensorflowKernel<StandardKernel<FusedProductAttrs>> {
  return {
    name: '_FusedMatMul',
    run({ inputs, attrs, executor }) {
      const a = inputs['a']!;
      const b = inputs['b']!;
      const bias = inputs['bias'] ?? undefined;
      const activation = attrs.activation ?? 'linear';
      if (a.shape.length !== 2 || b.shape.length !== 2 || a.dtype !== 'float32') return undefined;
      if (activation === 'prelu' || (bias && bias.shape.length !== 1)) return undefined;

      const alpha = attrs.leakyreluAlpha ?? 0.2;
      const operands = [executor.id(a), executor.id(b)];
      if (bias && listsSupported) {
        const fused = fusedAttributes(executor, attrs, activation, alpha);
        return executor.tensor(executor.run('_FusedMatMul', fused, [...operands, executor.id(bias)])[0]!);
      }
      let y = executor.run('MatMul', productAttributes(executor, attrs), operands)[0]!;
      if (bias)
        y = following(
          executor,
          'BiasAdd',
          y,
          executor.attributes('BiasAdd', () => FLOAT),
          executor.id(bias),
        );
      if (activation !== 'linear') {
        const made = executor.attributes(`${activation}/${alpha}`, () =>
          activationAttributes(activation, alpha),
        );
        y = following(executor, ACTIVATIONS[activation].alone, y, made);
      }
      return executor.tensor(y);
    },
  };
}

/** Runs an operation on a value that nobody needs afterwards. */
export function following(
  executor: Executor,
  operation: string,
  value: { readonly id: number },
  attributes: ReturnType<Executor['attributes']>,
  ...others: readonly number[]
): OutputTensor {
  const output = executor.run(operation, attributes, [value.id, ...others])[0]!;
  executor.release(value.id);
  return output;
}

function productAttributes(executor: Executor, { transposeA, transposeB }: ProductAttrs) {
  return executor.attributes(`MatMul/${transposeA}/${transposeB}`, () => ({
    ...FLOAT,
    transpose_a: transposeA,
    transpose_b: transposeB,
  }));
}

function fusedAttributes(
  executor: Executor,
  { transposeA, transposeB }: ProductAttrs,
  activation: FusedActivation,
  alpha: number,
) {
  return executor.attributes(`_FusedMatMul/${transposeA}/${transposeB}/${activation}/${alpha}`, () => ({
    ...FLOAT,
    transpose_a: transposeA,
    transpose_b: transposeB,
    ...fusionAttributes(activation, alpha),
  }));
}

/** The attributes that `_FusedMatMul` and `_FusedConv2D` share: one bias, then the activation. */
export function fusionAttributes(activation: FusedActivation, alpha: number): Attributes {
  return {
    num_args: { int: 1 },
    fused_ops: activation === 'linear' ? ['BiasAdd'] : ['BiasAdd', ACTIVATIONS[activation].fused],
    epsilon: { float: 0 },
    leakyrelu_alpha: { float: alpha },
  };
}
