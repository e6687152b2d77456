import { DataError, NeutypeError } from '@neutype/errors';
import { type LayerRecord, makeLayer, type Shape } from '@neutype/layers';

/** What comes out of a layer. @throws DataError where it cannot be made or does not take what comes in */
export function outputShapeOf(
  { kind, name, settings }: Pick<LayerRecord, 'kind' | 'name' | 'settings'>,
  inputShapes: readonly Shape[],
  where: string,
): Shape {
  const [first] = inputShapes as readonly [Shape];
  try {
    const { definition } = makeLayer(kind, settings);
    if (definition.inputs === 'many') {
      return (
        definition.outputShape(inputShapes as Parameters<typeof definition.outputShape>[0], name) ?? first
      );
    }
    return definition.outputShape?.(first, name) ?? first;
  } catch (error) {
    if (!(error instanceof NeutypeError)) throw error;
    throw new DataError(
      { where, expected: 'a layer that can be', received: error.message },
      { cause: error },
    );
  }
}
