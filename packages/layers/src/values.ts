import type { Parameter } from '@neutype/core';
import { nearestName, OptionError, outOf, ShapeError, shown } from '@neutype/errors';
import { type ArrayInput, checkFloat32, formatShape, NdArray, sameShape, toNdArray } from '@neutype/ndarray';

/** The parameter of this name. */
export function namedParameter(
  parameters: readonly Parameter[],
  name: string,
  where = 'network.parameter',
): Parameter {
  const found = parameters.find((parameter) => parameter.name === name);
  if (found) return found;
  const names = parameters.map((parameter) => parameter.name);
  const nearest = nearestName(String(name), names);
  throw new OptionError({
    where,
    ...(names.length === 0
      ? { expected: 'none, for it has no parameters' }
      : outOf('name', names, nearest && `Did you mean '${nearest}'?`)),
    received: shown(name),
  });
}

/** A copy of the values of all parameters. */
export async function readParameters(parameters: readonly Parameter[]): Promise<Record<string, NdArray>> {
  const values: Record<string, NdArray> = {};
  for (const parameter of parameters) {
    values[parameter.name] = new NdArray(await parameter.read(), parameter.shape);
  }
  return values;
}

/** Writes the values that are named, once all of them are known to fit. */
export function writeParameters(
  parameters: readonly Parameter[],
  values: Readonly<Record<string, ArrayInput>>,
): void {
  if (typeof values !== 'object' || values === null) {
    throw new OptionError({
      where: 'network.write',
      expected: 'values by the names of parameters',
      received: shown(values),
    });
  }
  const checked = Object.entries(values).map(([name, given]) => {
    const parameter = namedParameter(parameters, name, 'network.write');
    return [parameter, valuesOf(parameter, given)] as const;
  });
  for (const [parameter, array] of checked) parameter.write(array);
}

function valuesOf({ name, shape }: Parameter, given: ArrayInput): Float32Array {
  const where = `network.write, ${name}`;
  const array = toNdArray(given, where);
  if (!sameShape(array.shape, shape)) {
    throw new ShapeError({
      where,
      expected: `values of shape ${formatShape(shape)}`,
      received: `values of shape ${formatShape(array.shape)}`,
      // PyTorch's weights lie the other way round
      ...(sameShape([...array.shape].reverse(), shape) && { remedy: 'What transpose() makes of them fits.' }),
    });
  }
  checkFloat32(array, where);
  return Float32Array.from(array.data as ArrayLike<number>);
}
