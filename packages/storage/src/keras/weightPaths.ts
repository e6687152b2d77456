import { isRecord } from '../kerasConfig/kerasConfig.js';
import { snakeClass } from './kerasPaths.js';

/** A layer within models, outermost first, as a key. */
export function layerKey(within: readonly string[], name: string): string {
  return [...within, name].join('\n');
}

/** Deeper than `readModel` goes. */
const DEEPEST = 21;

/**
 * Where Keras 3 keeps the weights of the layers of a model, by `layerKey`: by their classes, numbered within each model in
 * the order of its layers.
 */
export function weightPaths(model: unknown): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const visit = (config: unknown, path: string, within: readonly string[]): void => {
    const layers = isRecord(config) ? config['layers'] : undefined;
    if (!Array.isArray(layers) || within.length > DEEPEST) return;
    const counts = new Map<string, number>();
    for (const layer of layers) {
      if (!isRecord(layer) || isFunction(layer)) continue;
      const { class_name: className, config: own } = layer;
      const name = layer['name'] ?? (isRecord(own) ? own['name'] : undefined);
      if (typeof className !== 'string' || typeof name !== 'string') continue;
      const plain = snakeClass(className);
      const count = counts.get(plain) ?? 0;
      counts.set(plain, count + 1);
      const place = `${path}layers/${plain}${count === 0 ? '' : `_${count}`}`;
      paths.set(layerKey(within, name), place);
      visit(own, `${place}/`, [...within, name]);
    }
  };
  visit(isRecord(model) ? model['config'] : undefined, '', []);
  return paths;
}

/** Sums and the like that were written without a layer. */
function isFunction(layer: Readonly<Record<string, unknown>>): boolean {
  const module = layer['module'];
  return typeof module === 'string' && module.startsWith('keras.src.ops');
}
