import { checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import type { AnyNetwork } from '@neutype/layers';
import { checkNetwork } from '../network/checkNetwork.js';
import { commented, type Definition, helpersOf, unique } from './definition.js';
import { graphModule } from './graphModule.js';
import { text } from './python.js';
import { HELPERS } from './pythonHelpers.js';
import type { TorchModule } from './torchModule.js';
import { inputExpression, type PlannedLayer, planTorch, stepsOfChain, type TorchPlan } from './torchPlan.js';
import { layoutAxes, permuted } from './translation.js';

/** Options of `torchCode`. */
export interface TorchCodeOptions {
  /** The file that the code loads, as `torchWeights` writes it. `'network.safetensors'` */
  readonly weights?: string;
}

const OPTIONS = optionNames<TorchCodeOptions>({ weights: true });

/**
 * The network as Python code for PyTorch, which loads the file that `torchWeights` writes: an `nn.Sequential` where the layers
 * are a chain, otherwise an `nn.Module` with a `forward`.
 *
 * Inside, images and what convolutions take are laid out as PyTorch has them, `[batch, channels, rows, columns]`; `predict`
 * in the code takes and gives what the network here does, `[batch, rows, columns, channels]`. The code needs PyTorch 2.4 and
 * safetensors.
 *
 * @throws OptionError for a layer that PyTorch has not: an `apply`, a layer of your own, an lstm with peepholes
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(conv2d(8, 3), relu(), flatten(), softmax(10));
 * console.log(torchCode(network, { weights: 'digits.safetensors' }));
 * // model = nn.Sequential(
 * //     nn.Conv2d(1, 8, 3),
 * //     nn.ReLU(),
 * //     nn.Flatten(),
 * //     nn.Linear(5408, 10),
 * //     nn.Softmax(-1),
 * // )
 * // …
 * ```
 */
export function torchCode(network: AnyNetwork, options: TorchCodeOptions = {}): string {
  checkNetwork('torchCode', network);
  checkOptions('torchCode', options, OPTIONS);
  const { weights = 'network.safetensors' } = options;
  if (typeof weights !== 'string') {
    throw new OptionError({
      where: 'torchCode, option weights',
      expected: 'the name of a file',
      received: shown(weights),
    });
  }
  const plan = planTorch(network);
  const definition = plan.isChain ? sequential(plan) : graphModule(plan);
  const loading = [
    ...definition.model,
    `model.load_state_dict(load_file(${text(weights)}))`,
    'model.eval()',
  ].join('\n');
  const parts = [
    importsOf(definition),
    ...definition.helpers.map((helper) => HELPERS[helper]),
    ...definition.classes,
    loading,
    predictCode(plan),
  ];
  return `${parts.join('\n\n\n')}\n`;
}

function importsOf({ classes, model }: Definition): string {
  const needsFunctions = [...classes, ...model].some((code) => code.includes('F.'));
  return [
    'import torch',
    ...(needsFunctions ? ['import torch.nn.functional as F'] : []),
    'from safetensors.torch import load_file',
    'from torch import nn',
  ].join('\n');
}

function sequential({ layers }: TorchPlan): Definition {
  const steps = stepsOfChain(layers);
  const lines = steps.map(({ modules, call, note }) => {
    const code = call ? `Apply(lambda x: ${call(['x'], String)})` : (modules[0] as TorchModule).code;
    return `    ${code},${commented(note)}`;
  });
  const helpers = layers.flatMap((layer) => helpersOf(layer.steps));
  return {
    helpers: unique([...(steps.some(({ call }) => call) ? (['Apply'] as const) : []), ...helpers]),
    classes: [],
    model: ['model = nn.Sequential(', ...lines, ')'],
  };
}

/** The network as it is called in Neutype: each input and output in its layout. */
function predictCode({ isChain, starts, ends }: TorchPlan): string {
  const names = starts.map(({ identifier }) => (isChain ? 'x' : identifier));
  const given = starts.map(({ layer, layout }, index) => {
    const rank = layer.outputShape.length;
    const name = names[index] as string;
    return layout === 'first' && rank > 1 ? permuted(name, layoutAxes(rank, 'first')) : name;
  });
  const call = `model(${given.join(', ')})`;
  const turned = ends.map(({ name, layer }) => ({ name, axes: exitAxes(layer) }));
  const isNamed = ends.length > 1 || (ends.length === 1 && ends[0]?.name !== ends[0]?.layer.layer.name);
  const result = isNamed
    ? [
        `        y = ${call}`,
        `        return {${turned
          .map(
            ({ name, axes }) =>
              `${text(name)}: ${inputExpression(`y[${text(name)}]`, axes ? { name, axes } : { name })}`,
          )
          .join(', ')}}`,
      ]
    : [
        `        return ${inputExpression(call, turned[0]?.axes ? { name: '', axes: turned[0].axes } : { name: '' })}`,
      ];
  return [
    `def predict(${names.join(', ')}):`,
    '    """As the network in Neutype: the features or channels of a sample are its last axis."""',
    '    with torch.no_grad():',
    ...result,
  ].join('\n');
}

function exitAxes({ layer, layout }: PlannedLayer): readonly number[] | undefined {
  const rank = layer.outputShape.length;
  return layout === 'first' && rank > 1 ? layoutAxes(rank, 'last') : undefined;
}
