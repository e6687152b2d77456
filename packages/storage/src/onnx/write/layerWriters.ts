import { ACTIVATION_LAYERS } from './layers/activations.js';
import { ATTENTION } from './layers/attention.js';
import { CONVOLUTIONS } from './layers/convolutions.js';
import { MERGES } from './layers/merges.js';
import { NORMALIZATIONS } from './layers/normalizations.js';
import { POOLINGS } from './layers/poolings.js';
import { RECURRENCES } from './layers/recurrences.js';
import { SHAPES } from './layers/shapes.js';
import { UNCHANGED } from './layers/unchanged.js';
import { WORDS } from './layers/words.js';
import type { LayerWriters } from './layerWriter.js';

/** How each kind of layer is written. */
export const LAYER_WRITERS: LayerWriters = {
  ...ACTIVATION_LAYERS,
  ...CONVOLUTIONS,
  ...POOLINGS,
  ...SHAPES,
  ...NORMALIZATIONS,
  ...MERGES,
  ...RECURRENCES,
  ...ATTENTION,
  ...WORDS,
  ...UNCHANGED,
};
