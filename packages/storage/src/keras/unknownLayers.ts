import { DataError, shown } from '@neutype/errors';
import { isRecord } from '../isRecord.js';
import { isMaskOperation } from '../kerasConfig/maskOperations.js';
import { KERAS_CLASSES } from '../kerasConfig/readLayer.js';
import { listed } from '../listed.js';

const MODELS: readonly string[] = ['Sequential', 'Functional', 'Model', 'InputLayer'];

/** Refuses a model with layers that there are none of here, and names them all. */
export function checkClasses(model: unknown, where: string): void {
  const found = unknownLayers(model);
  if (found.length === 0) return;
  const hasLambda = found.some(({ className }) => className === 'Lambda');
  throw new DataError({
    where,
    expected: 'layers that there are here',
    received: listed(found.map(({ name, className }) => `${shown(name)} (${className.slice(0, 60)})`)),
    remedy: hasLambda
      ? 'A Lambda holds code, which is never run: write what it does as layers of Keras, or build the network here and read its weights by importKerasWeights.'
      : 'Put other layers in their place, or build the network here with layers of your own and read the other weights by importKerasWeights.',
  });
}

interface Unknown {
  readonly name: string;
  readonly className: string;
}

function unknownLayers(model: unknown, depth = 0): readonly Unknown[] {
  const config = isRecord(model) ? model['config'] : undefined;
  const layers = isRecord(config) ? config['layers'] : undefined;
  if (!Array.isArray(layers) || depth > DEEPEST) return [];
  return layers.flatMap((layer): readonly Unknown[] => {
    const className = isRecord(layer) ? layer['class_name'] : undefined;
    if (!isRecord(layer) || typeof className !== 'string' || isMaskOperation(layer, layers)) return [];
    if (MODELS.includes(className)) return unknownLayers(layer, depth + 1);
    if (KERAS_CLASSES.includes(className) && !isRegistered(layer)) return [];
    const own = isRecord(layer['config']) ? layer['config']['name'] : undefined;
    const name = layer['name'] ?? own;
    return [{ className, name: typeof name === 'string' ? name : '' }];
  });
}

const DEEPEST = 20;

/** A class of the author's own, which may be called as one of Keras. */
function isRegistered({ module, registered_name: name }: Readonly<Record<string, unknown>>): boolean {
  return (
    (typeof module === 'string' && !module.startsWith('keras')) ||
    (typeof name === 'string' && name.includes('>'))
  );
}
