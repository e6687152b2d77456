import { isRecord } from '../isRecord.js';

/** Arguments by which Keras 3 hands layers the masks of what comes in. */
export const MASK_ARGUMENTS: readonly string[] = ['mask', 'query_mask', 'value_mask', 'key_mask'];

/**
 * Whether a layer of a functional model only says which steps a mask leaves out. Keras 3 writes down what `Masking` and
 * `Embedding` compute for that, `any(x != mask_value)`, though these say it themselves. A comparison with any other number is
 * the author's own.
 *
 * @param layers all of the model
 */
export function isMaskOperation(layer: unknown, layers: readonly unknown[]): boolean {
  if (!isRecord(layer) || !String(layer['module']).startsWith('keras.src.ops')) return false;
  if (layer['class_name'] === 'Any') return true;
  if (layer['class_name'] !== 'NotEqual') return false;
  const nodes = layer['inbound_nodes'];
  return (
    Array.isArray(nodes) &&
    nodes.every((node) => layers.some((other) => leavesOut(other, comparedWith(node))))
  );
}

function comparedWith(node: unknown): unknown {
  const given = isRecord(node) ? node['args'] : undefined;
  return Array.isArray(given) ? given[1] : undefined;
}

function leavesOut(layer: unknown, value: unknown): boolean {
  const config = isRecord(layer) ? layer['config'] : undefined;
  if (!isRecord(layer) || !isRecord(config)) return false;
  if (layer['class_name'] === 'Embedding') return config['mask_zero'] === true && value === 0;
  return layer['class_name'] === 'Masking' && (config['mask_value'] ?? 0) === value;
}
