import { isRecord } from '../isRecord.js';
import { snakeClass } from './kerasPaths.js';

/** A layer within models, outermost first, as a key. */
export function layerKey(within: readonly string[], name: string): string {
  return [...within, name].join('\n');
}

/** What the file says of a layer beside what it is. */
export interface KerasPlace {
  /** Where Keras 3 keeps its weights. */
  readonly path: string;
  /** Whether it, or a model that it is in, is not trained. */
  readonly frozen: boolean;
}

/** Deeper than `readModel` goes. */
const DEEPEST = 21;

/**
 * The layers of a model, by `layerKey`. Keras 3 keeps their weights by their classes, numbered within each model in the
 * order of its layers.
 */
export function kerasPlaces(model: unknown): ReadonlyMap<string, KerasPlace> {
  const places = new Map<string, KerasPlace>();
  const visit = (config: unknown, path: string, within: readonly string[], isFrozen: boolean): void => {
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
      const frozen = isFrozen || isNotTrained(own);
      places.set(layerKey(within, name), { path: place, frozen });
      visit(own, `${place}/`, [...within, name], frozen);
    }
  };
  const config = isRecord(model) ? model['config'] : undefined;
  visit(config, '', [], isNotTrained(config));
  return places;
}

function isNotTrained(config: unknown): boolean {
  return isRecord(config) && config['trainable'] === false;
}

/** Sums and the like that were written without a layer. */
function isFunction(layer: Readonly<Record<string, unknown>>): boolean {
  const module = layer['module'];
  return typeof module === 'string' && module.startsWith('keras.src.ops');
}
