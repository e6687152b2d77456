import { checkOptions } from '@neutype/errors';
import { input, type Network, relu, softmax } from '@neutype/layers';

/** Options of `mlp`. */
export interface MlpOptions {
  /** How many features a sample has; 784 by default. */
  readonly inputShape?: number;
  /** The units of each hidden layer; `[500, 300]` by default. */
  readonly hidden?: readonly number[];
  /** How many classes there are; 10 by default. */
  readonly classes?: number;
}

/**
 * The tutorial's network for handwritten digits: dense layers with relu, and softmax at the end. (A multilayer
 * perceptron.)
 *
 * `[?, 784]` → `[?, 10]`, 545,810 parameters
 *
 * Rumelhart, Hinton & Williams, "Learning representations by back-propagating errors", 1986.
 *
 * @throws OptionError for options that it does not know, or sizes that are no whole numbers from 1
 *
 * @example
 * ```ts
 * const network = mlp();
 * const smaller = mlp({ inputShape: 4, hidden: [16], classes: 3 });
 * ```
 */
export function mlp(options: MlpOptions = {}): Network<readonly [number], readonly [number]> {
  checkOptions('mlp', options, ['classes', 'hidden', 'inputShape']);
  const { inputShape = 784, hidden = [500, 300], classes = 10 } = options;
  return input(inputShape)
    .to(...hidden.map((units) => relu(units)))
    .to(softmax(classes));
}
