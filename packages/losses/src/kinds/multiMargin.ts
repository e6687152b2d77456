import { checkNumber, checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import { add, div, mul, relu, square, sub, sum, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { checkCountOfWeights, checkWeights } from '../checkWeights.js';
import { type ConfigurableLoss, configurable } from '../configurable.js';
import type { Loss } from '../loss.js';
import { meanOf } from '../meanOf.js';
import { checkClasses } from '../targets/checkClasses.js';
import { asRows, classTargets } from '../targets/classTargets.js';

export interface MultiMarginOptions {
  /** How far the right class must lead a wrong one, for that one to cost nothing. Above 0; 1. */
  readonly margin?: number;
  /** The power that what is missing is raised to, 1 or 2. 1. */
  readonly power?: 1 | 2;
  /** What samples of each class are multiplied by. All 1. */
  readonly classWeights?: readonly number[];
}

const OPTIONS = optionNames<MultiMarginOptions>({ margin: true, power: true, classWeights: true });

/**
 * Multi-class margin loss: `Σ max(0, margin − o_right + o_wrong)^power / classes` over all wrong classes, averaged over
 * samples. Every wrong class that comes too close counts, where categoricalHinge looks at the closest only.
 *
 * Crammer and Singer, "On the algorithmic implementation of multiclass kernel-based vector machines", 2001; as in PyTorch's
 * MultiMarginLoss.
 *
 * Outputs are `[n, ..., classes]`, of any size; targets class numbers `[n, ...]` or `[n, ..., 1]`, or one-hot rows
 * `[n, ..., classes]`.
 *
 * @throws OptionError for options out of range
 *
 * @example
 * ```ts
 * const optimizer = adam(input(20).to(relu(32), linear(3)), { loss: 'multiMargin' });
 * const squared = multiMargin({ power: 2 });
 * ```
 */
export const multiMargin: ConfigurableLoss<MultiMarginOptions> = /* @__PURE__ */ configurable(create);

function create(options: MultiMarginOptions = {}): Loss {
  checkOptions('multiMargin', options, OPTIONS);
  const { margin = 1, power = 1, classWeights } = options;
  checkNumber('multiMargin, margin', margin, { above: 0 });
  if (power !== 1 && power !== 2) throw neither1Nor2(power);
  if (classWeights !== undefined) checkWeights('multiMargin, classWeights', classWeights);
  function missing(targets: Tensor, outputs: Tensor): Tensor {
    const t = asRows(targets, outputs);
    const right = sum(mul(t, outputs), -1, true);
    const short = mul(relu(add(sub(outputs, right), margin)), sub(1, t));
    const all = div(sum(power === 1 ? short : square(short), -1), outputs.shape.at(-1) as number);
    if (classWeights === undefined) return all;
    return mul(all, sum(mul(t, tensor1d([...classWeights], 'float32')), -1));
  }
  return {
    name: 'multiMargin',
    replayable: true,
    expects: 'numbers',
    ...meanOf(missing),
    targetShapes: classTargets,
    checkTargets: (targets, outputShape) => {
      checkClasses('multiMargin', targets, outputShape, { rows: 'one-hot', end: 'linear' });
      if (classWeights === undefined) return;
      checkCountOfWeights('multiMargin, classWeights', classWeights, outputShape.at(-1) ?? 1);
    },
  };
}

function neither1Nor2(power: unknown): OptionError {
  return new OptionError({ where: 'multiMargin, power', expected: '1 or 2', received: shown(power) });
}
