import { Network } from '@neutype/layers';
import { formatShape, sizeOf } from '@neutype/ndarray';
import { ArchitectureError } from '../../shared/architecture/architectureError.js';
import { CLASSES, DIGIT_PIXELS, DIGIT_SIDE } from '../../shared/recipe.js';
import { evaluateExpression } from './evaluateExpression.js';
import { layerFunctions } from './layerFunctions.js';

/** Weights, gradients and the memory of past gradients of more do not fit beside the data. */
const MOST_PARAMETERS = 50_000_000;
/** A batch of 128 of them takes half a gigabyte. */
const MOST_OUTPUTS = 1_000_000;

/**
 * The network that a line such as `input(784).to(relu(500), softmax(10))` describes.
 *
 * @throws the library's own errors for impossible shapes and options; `ArchitectureError` for what is no network, or
 * one that is too large for a page.
 */
export function buildNetwork(source: string): Network {
  const value = evaluateExpression(source, layerFunctions);
  if (!(value instanceof Network)) {
    throw new ArchitectureError('This is no network yet: begin with input(784).to(…).');
  }
  checkSize(value);
  return value;
}

function checkSize({ layers, parameterCount }: Network): void {
  if (parameterCount > MOST_PARAMETERS) {
    throw new ArchitectureError(
      `This network has ${inWords(parameterCount)} parameters; this page trains up to ${inWords(MOST_PARAMETERS)}.`,
    );
  }
  const widest = layers.find(({ outputShape }) => sizeOf(outputShape) > MOST_OUTPUTS);
  if (widest) {
    throw new ArchitectureError(
      `${widest.name} gives ${inWords(sizeOf(widest.outputShape))} values for each image; ` +
        `this page trains up to ${inWords(MOST_OUTPUTS)}.`,
    );
  }
}

function inWords(count: number): string {
  return count.toLocaleString('en', {
    notation: 'compact',
    compactDisplay: 'long',
    maximumSignificantDigits: 3,
  });
}

/** A line as a network for digits, or what keeps it from being one, in words for a person. */
export type Architecture =
  | { readonly network: Network; readonly problem?: undefined }
  | { readonly network?: undefined; readonly problem: string };

export function readArchitecture(source: string): Architecture {
  try {
    const network = buildNetwork(source);
    const problem = misfit(network);
    return problem === undefined ? { network } : { problem };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** What keeps this line from being trained on the digits, in words for a person; `undefined` if nothing does. */
export function architectureProblem(source: string): string | undefined {
  return readArchitecture(source).problem;
}

function misfit({ inputShape, outputShape, outputActivation }: Network): string | undefined {
  const pixels = sizeOf(inputShape);
  if (pixels !== DIGIT_PIXELS) {
    return `A digit has ${DIGIT_PIXELS} pixels, the input takes ${pixels}: begin with input(784).`;
  }
  if (!isDigitShape(inputShape)) {
    return `A digit is 28 × 28 pixels, the input takes ${formatShape(inputShape)}: begin with input(784) or input([28, 28, 1]).`;
  }
  if (outputShape.length > 1 && outputActivation === 'softmax') {
    return `The network gives ${formatShape([null, ...outputShape])}, ten numbers at each of many places: put flatten() before softmax(10).`;
  }
  if (outputShape.length !== 1 || outputShape[0] !== CLASSES || outputActivation !== 'softmax') {
    return 'There are ten digits to tell apart: end with softmax(10).';
  }
  return undefined;
}

/** A row of pixels or a square of them, whatever dimensions of one stand around it: all others tear the image apart. */
function isDigitShape(shape: readonly number[]): boolean {
  const sides = shape.filter((side) => side !== 1);
  return sides.length === 1 || (sides.length === 2 && sides[0] === DIGIT_SIDE);
}
