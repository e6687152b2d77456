import type { Parameter } from '@neutype/core';
import { DataError, shown } from '@neutype/errors';
import type { ByteSource, StoredTensor } from '@neutype/files';
import { formatShape, sameShape } from '@neutype/ndarray';

/**
 * Refuses tensors that are not the parameters of a network, one for each and of its shape.
 *
 * @throws DataError that lists all that are missing, unexpected and of another shape
 */
export function checkFits(
  source: ByteSource,
  parameters: readonly Parameter[],
  tensors: ReadonlyMap<string, StoredTensor>,
): void {
  const wanted = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const missing = parameters.filter(({ name }) => !tensors.has(name));
  const unexpected = [...tensors].filter(([name]) => !wanted.has(name));
  const misshapen = parameters.filter(({ name, shape }) => {
    const tensor = tensors.get(name);
    return tensor !== undefined && !sameShape(tensor.shape, shape);
  });
  const problems = [
    listed('missing', missing, ({ name, shape }) => `${shown(name)} ${formatShape(shape)}`),
    listed('unexpected', unexpected, ([name, { shape }]) => `${shown(name)} ${formatShape(shape)}`),
    listed('of another shape', misshapen, ({ name, shape }) => {
      const given = formatShape((tensors.get(name) as StoredTensor).shape);
      return `${shown(name)}, ${given} rather than ${formatShape(shape)}`;
    }),
  ].flat();
  if (problems.length === 0) return;
  throw new DataError({
    where: `load, ${source.name}`,
    expected: 'the parameters of its layers',
    received: problems.join('; '),
  });
}

/** As many as a message can have before it cannot be read any more. */
const MOST = 10;

function listed<Value>(
  what: string,
  values: readonly Value[],
  describe: (value: Value) => string,
): readonly string[] {
  if (values.length === 0) return [];
  const more = values.length > MOST ? [`${values.length - MOST} more`] : [];
  return [`${values.length} ${what}: ${[...values.slice(0, MOST).map(describe), ...more].join(', ')}`];
}
