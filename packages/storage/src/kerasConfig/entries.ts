import { DataError, shown } from '@neutype/errors';
import { isRecord } from '../isRecord.js';

/** A layer in the config of a model. */
export interface Entry {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** All that is said of it; how it is called, too. */
  readonly layer: Readonly<Record<string, unknown>>;
}

/** The layers of a model, of different names. @throws DataError for what has no class or name */
export function entriesOf(layers: readonly unknown[], where: string): readonly Entry[] {
  const entries = layers.map((layer) => entryOf(layer, where));
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name)) {
      throw new DataError({ where, expected: 'layers of different names', received: `${shown(name)} twice` });
    }
    names.add(name);
  }
  return entries;
}

function entryOf(value: unknown, where: string): Entry {
  const layer = isRecord(value) ? value : {};
  const { class_name: className, config } = layer;
  const inner = isRecord(config) ? config : {};
  const name = layer['name'] ?? inner['name'];
  if (typeof className !== 'string' || typeof name !== 'string' || name === '') {
    throw new DataError({ where, expected: 'layers with a class_name and a name', received: shown(value) });
  }
  return { name, className, config: inner, layer };
}

/** Whether it is a model within the model. */
export function isModel({ className }: Entry): boolean {
  return className === 'Sequential' || className === 'Functional' || className === 'Model';
}
