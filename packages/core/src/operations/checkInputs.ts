import { checkOptions, DataError } from '@neutype/errors';
import type { Tensor } from '@tensorflow/tfjs-core';
import { assertShape } from '../shape.js';
import type { StagedScalar } from '../staged/stagedScalar.js';
import type { Operation, OperationInputs } from './operation.js';

/**
 * Holds inputs and attributes to what an operation declares. What an earlier input has shown of the dimensions is
 * expected of the later ones.
 *
 * @throws ShapeError, OptionError
 * @throws DataError for another data type, unless the input is converted
 */
export function checkInputs(operation: Operation, inputs: OperationInputs, attrs: object): void {
  checkOptions(operation.name, attrs, Object.keys(operation.examples[0]!));
  const lengths = new Map<number | string, number>();
  let run: number | undefined;
  for (const [name, { shape, dtype = 'float32', converts }] of Object.entries(operation.inputs)) {
    const input = inputs[name];
    if (input === undefined) continue;
    const where = `${operation.name}, ${name}`;
    if (!converts && input.dtype !== dtype) throw otherType(where, input, dtype);
    if (isStaged(input)) continue;
    if (shape.includes('...')) run ??= Math.max(0, input.rank - shape.length + 1);
    const dimensions = shape.flatMap((dimension) => (dimension === '...' ? namesOfRun(run) : dimension));
    const expected = dimensions.map((dimension) => lengths.get(dimension) ?? lengthOf(dimension));
    assertShape(where, input.shape, expected);
    dimensions.forEach((dimension, axis) => void lengths.set(dimension, input.shape[axis]!));
  }
}

/** Staged scalars are known by their interface. */
export function isStaged(input: Tensor | StagedScalar): input is StagedScalar {
  return 'tensor' in input;
}

function namesOfRun(length = 0): string[] {
  return Array.from({ length }, (_, index) => `...${index}`);
}

function lengthOf(dimension: number | string): number | null {
  return typeof dimension === 'number' ? dimension : null;
}

function otherType(where: string, input: Tensor | StagedScalar, dtype: string): DataError {
  return new DataError({
    where,
    expected: `values of type ${dtype}`,
    received: input.dtype,
    remedy: isStaged(input)
      ? `Make it with stagedScalar(value, '${dtype}').`
      : `Convert it with cast(tensor, '${dtype}').`,
  });
}
