import { checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import type { AnyNetwork } from '@neutype/layers';
import { checkNetwork } from '../network/checkNetwork.js';
import { Identifiers, text } from './python.js';
import { HELPERS } from './pythonHelpers.js';
import type { TorchModule } from './torchModule.js';
import {
  hasTensors,
  inputExpression,
  type PlannedLayer,
  planTorch,
  stepsOfChain,
  type TorchPlan,
} from './torchPlan.js';
import { type Helper, layoutAxes, permuted, type Step } from './translation.js';

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

interface Definition {
  readonly helpers: readonly (Helper | 'Apply')[];
  readonly classes: readonly string[];
  readonly model: readonly string[];
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

function graphModule({ layers, starts, ends }: TorchPlan): Definition {
  const names = attributeNames(layers);
  const attributes = layers.flatMap((layer) => attributesOf(layer, names));
  const values = new Map(layers.map(({ layer, identifier }) => [layer.name, identifier]));
  const body = layers.flatMap((layer) => forwardOf(layer, values, names));
  const results = ends.map(({ name, layer }) => [name, layer.identifier] as const);
  const given =
    results.length === 1 && results[0]?.[0] === ends[0]?.layer.layer.name
      ? results[0]?.[1]
      : `{${results.map(([name, identifier]) => `${text(name)}: ${identifier}`).join(', ')}}`;
  const lines = [
    'class Network(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    ...attributes.map((line) => `        ${line}`),
    '',
    `    def forward(self, ${starts.map(({ identifier }) => identifier).join(', ')}):`,
    ...body.map((line) => `        ${line}`),
    `        return ${given}`,
  ];
  return {
    helpers: unique(layers.flatMap(({ steps }) => helpersOf(steps))),
    classes: [lines.join('\n')],
    model: ['model = Network()'],
  };
}

type Names = ReadonlyMap<TorchModule, string>;

/** What modules without parameters are called: as their layer, or as their part of it. */
function attributeNames(layers: readonly PlannedLayer[]): Names {
  const taken = new Identifiers();
  for (const { identifier } of layers) taken.take(identifier);
  const names = new Map<TorchModule, string>();
  for (const { identifier, steps } of layers) {
    const modules = steps.flatMap((step) => step.modules);
    const [only, ...others] = modules;
    const isAlone = others.length === 0;
    for (const module of modules.filter((each) => !hasTensors(each))) {
      names.set(module, isAlone && module === only ? identifier : taken.take(`${identifier}_${module.part}`));
    }
  }
  return names;
}

/** What a layer has of the model: one module, or a dictionary of its parts; those without parameters by themselves. */
function attributesOf({ identifier, owner, steps }: PlannedLayer, names: Names): readonly string[] {
  const modules = steps.flatMap((step) => step.modules.map((module) => ({ module, note: step.note })));
  const learned = owner === identifier ? modules.filter(({ module }) => hasTensors(module)) : [];
  const own = learned.every(({ module }) => module.part === '')
    ? learned.map(({ module }) => `self.${identifier} = ${module.code}`)
    : [
        `self.${identifier} = nn.ModuleDict({`,
        ...learned.map(({ module }) => `    ${text(module.part)}: ${module.code},`),
        '})',
      ];
  const plain = modules
    .filter(({ module }) => !hasTensors(module))
    .map(({ module, note }) => `self.${names.get(module)} = ${module.code}${commented(note)}`);
  return [...own, ...plain];
}

function forwardOf(
  { identifier, owner, inputs, steps }: PlannedLayer,
  values: ReadonlyMap<string, string>,
  names: Names,
): readonly string[] {
  const self = (part: string) => (part === '' ? `self.${owner}` : `self.${owner}[${text(part)}]`);
  let given = inputs.map((each) => inputExpression(values.get(each.name) as string, each));
  const lines = steps.map(({ modules: [module], call, note }) => {
    const plain = module && names.get(module);
    const called = plain === undefined ? self(module?.part ?? '') : `self.${plain}`;
    const expression = call ? call(given, self) : `${called}(${given[0]})`;
    given = [identifier];
    return `${identifier} = ${expression}${call ? commented(note) : ''}`;
  });
  if (steps.length > 0 || inputs.length === 0) return lines;
  return [`${identifier} = ${given[0]}`];
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

function helpersOf(steps: readonly Step[]): readonly Helper[] {
  return steps.flatMap(({ helpers = [] }) => helpers);
}

function unique<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}

function commented(note: string | undefined): string {
  return note === undefined ? '' : `  # ${note}`;
}
