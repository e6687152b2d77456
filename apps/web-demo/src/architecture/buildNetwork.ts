import {
  avgPool2d,
  batchNorm,
  conv2d,
  dropout,
  flatten,
  input,
  join,
  linear,
  maxPool2d,
  type Network,
  relu,
  reshape,
  sigmoid,
  softmax,
  tanh,
} from '@neutype/layers';
import { evaluateExpression } from './evaluateExpression.js';

const factories = {
  input,
  join,
  linear,
  relu,
  sigmoid,
  tanh,
  softmax,
  reshape,
  conv2d,
  maxPool2d,
  avgPool2d,
  batchNorm,
  dropout,
  flatten,
} as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>>;

/**
 * The network that a line such as `input(784).to(relu(500), softmax(10))` describes.
 *
 * @throws the library's own errors for impossible shapes and options; `SyntaxError` for what is no network.
 */
export function buildNetwork(source: string): Network {
  const value = evaluateExpression(source, factories);
  if (typeof value === 'object' && value !== null && 'forward' in value && 'parameters' in value) {
    return value as Network;
  }
  throw new SyntaxError('This is no network yet: begin with input(784).to(…).');
}

const DIGIT_PIXELS = 784;
const CLASSES = 10;

/** What keeps this line from being trained on the digits, in words for a person; `undefined` if nothing does. */
export function architectureProblem(source: string): string | undefined {
  try {
    const network = buildNetwork(source);
    const outputs = network.outputShape;
    if (size(network.inputShape) !== DIGIT_PIXELS) {
      return `A digit has ${DIGIT_PIXELS} pixels, the input takes ${size(network.inputShape)}: begin with input(784).`;
    }
    if (outputs.length !== 1 || outputs[0] !== CLASSES || network.outputActivation !== 'softmax') {
      return 'There are ten digits to tell apart: end with softmax(10).';
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const size = (shape: readonly (number | null)[]) =>
  shape.reduce<number>((product, side) => product * (side ?? 0), 1);
