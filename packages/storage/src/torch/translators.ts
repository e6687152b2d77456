import type { PlacedLayer } from '@neutype/layers';
import { ATTENTION } from './kinds/attention.js';
import { CONVOLUTIONS } from './kinds/convolutions.js';
import { DENSE } from './kinds/dense.js';
import { NORMS } from './kinds/norms.js';
import { OTHERS } from './kinds/others.js';
import { POOLINGS } from './kinds/poolings.js';
import { POSITIONS } from './kinds/positions.js';
import { RECURRENT } from './kinds/recurrent.js';
import { refused, type Translator } from './translation.js';

const TRANSLATORS: Readonly<Record<string, Translator>> = {
  ...ATTENTION,
  ...CONVOLUTIONS,
  ...DENSE,
  ...NORMS,
  ...OTHERS,
  ...POOLINGS,
  ...POSITIONS,
  ...RECURRENT,
};

/** @throws OptionError for a layer that PyTorch has not */
export function translatorOf(layer: PlacedLayer): Translator {
  // All of ours have settings; a layer of the user's may be of a kind that we have, too.
  const isOurs = layer.layer.definition.settings !== undefined;
  const found = isOurs && Object.hasOwn(TRANSLATORS, layer.kind) ? TRANSLATORS[layer.kind] : undefined;
  if (found === undefined) throw refused(layer);
  return found;
}
