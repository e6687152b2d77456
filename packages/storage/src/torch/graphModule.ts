import { commented, type Definition, helpersOf, unique } from './definition.js';
import { Identifiers, text } from './python.js';
import type { TorchModule } from './torchModule.js';
import { hasTensors, inputExpression, type PlannedLayer, type TorchPlan } from './torchPlan.js';

/** An `nn.Module` with a `forward`. */
export function graphModule({ layers, starts, ends }: TorchPlan): Definition {
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
