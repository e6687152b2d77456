import { ATTENTION } from './attention.js';
import { CONVOLUTIONS } from './convolutions.js';
import { DENSE_LAYERS } from './denseLayers.js';
import type { KerasConfig } from './kerasConfig.js';
import { NORMALIZATIONS } from './normalizations.js';
import type { ReadConfig, Reading } from './reading.js';
import { RECURRENT_LAYERS } from './recurrentLayers.js';
import { SHAPES } from './shapes.js';

/** What each layer of Keras is here, by its class. */
const READINGS: Readonly<Record<string, ReadConfig>> = {
  ...DENSE_LAYERS,
  ...CONVOLUTIONS,
  ...SHAPES,
  ...NORMALIZATIONS,
  ...RECURRENT_LAYERS,
  ...ATTENTION,
  TimeDistributed: readTimeDistributed,
  ActivityRegularization: () => ({ layers: [], masked: 'passes' }),
  Identity: () => ({ layers: [], masked: 'passes' }),
};

/** The classes of Keras's layers that can be read. */
export const KERAS_CLASSES: readonly string[] = Object.keys(READINGS);

/**
 * What a layer of Keras is here.
 *
 * @throws DataError naming the layer, for what there is nothing equal to
 */
export function readLayer(config: KerasConfig): Reading {
  const read = Object.hasOwn(READINGS, config.className) ? READINGS[config.className] : undefined;
  if (read !== undefined) return read(config);
  throw config.refused(
    'a layer that there is here',
    config.className,
    `These are read: ${KERAS_CLASSES.join(', ')}. Take it out of the model, or put one of these in its place.`,
  );
}

/** Layers that treat every row along the last axis alike do the same to each time step. */
const ALIKE_ALONG_TIME: readonly string[] = ['Dense', 'Activation', 'ReLU', 'LeakyReLU', 'ELU', 'Dropout'];

function readTimeDistributed(config: KerasConfig): Reading {
  const inner = config.inner('layer');
  if (!ALIKE_ALONG_TIME.includes(inner.className)) {
    throw config.refused(`one of ${ALIKE_ALONG_TIME.join(', ')} within TimeDistributed`, inner.className);
  }
  const { weights = [], ...reading } = readLayer(inner);
  const within = { path: 'layer', name: inner.name };
  return { ...reading, weights: weights.map((weight) => ({ ...weight, within })) };
}
