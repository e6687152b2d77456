import type { Parameter } from '@neutype/core';
import { DataError, shown } from '@neutype/errors';
import type { ByteSource, StoredTensor } from '@neutype/files';
import { formatShape, sameShape } from '@neutype/ndarray';
import { listed } from '../listed.js';

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
    ...counted(
      'missing',
      missing.map(({ name, shape }) => `${shown(name)} ${formatShape(shape)}`),
    ),
    ...counted(
      'unexpected',
      unexpected.map(([name, { shape }]) => `${shown(name)} ${formatShape(shape)}`),
    ),
    ...counted(
      'of another shape',
      misshapen.map(({ name, shape }) => {
        const given = formatShape((tensors.get(name) as StoredTensor).shape);
        return `${shown(name)}, ${given} rather than ${formatShape(shape)}`;
      }),
    ),
  ];
  if (problems.length === 0) return;
  throw new DataError({
    where: `load, ${source.name}`,
    expected: 'the parameters of its layers',
    received: problems.join('; '),
  });
}

function counted(what: string, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [`${texts.length} ${what}: ${listed(texts)}`];
}
