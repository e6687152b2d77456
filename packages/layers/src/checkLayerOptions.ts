import { checkOptions, OptionError, shown } from '@neutype/errors';

const REGULARIZER = "Optimizers have it, for chosen layers: regularizer: l2(1e-4, { filter: 'linear-1' }).";

/** What to write instead of options that layers have elsewhere. */
const REMEDIES = {
  activation: 'Activations are layers: write relu(10) for dense layers, and put relu() behind others.',
  dropout: 'It is a layer: put dropout(0.1) before or behind this one.',
  inputShape: 'A network begins with it: input(784).to(…).',
  trainable: 'network.freeze(name) leaves the parameters of a layer as they are.',
  regularizer: REGULARIZER,
  kernelRegularizer: REGULARIZER,
  biasRegularizer: REGULARIZER,
};

/** Refuses options that a layer does not know, and a name that is no text; every layer has a `name`. */
export function checkLayerOptions(
  where: string,
  options: { readonly name?: string },
  others: readonly string[] = [],
): void {
  const { activation, ...rest } = REMEDIES;
  // Recurrent layers have activations, which is what the nearest name is then
  const remedies = others.includes('activations') ? rest : { activation, ...rest };
  checkOptions(where, options, [...others, 'name'], { of: '', names: [], remedies });
  const { name } = options;
  if (name === undefined || (typeof name === 'string' && name !== '')) return;
  throw new OptionError({ where: `${where}, option name`, expected: 'a text', received: shown(name) });
}
