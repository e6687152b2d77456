import type { Parameter } from '@neutype/core';
import type { PlacedLayer } from '@neutype/layers';
import { NdArray, type TypedArray } from '@neutype/ndarray';
import { call, number, option } from '../python.js';
import {
  arrayOf,
  asItIs,
  type Mapping,
  mappedModule,
  plainModule,
  reordered,
  type TorchModule,
  type Values,
} from '../torchModule.js';
import {
  expressionStep,
  type Helper,
  moduleStep,
  numberOf,
  parameterOf,
  type Step,
  type Taken,
  type Translator,
} from '../translation.js';
import { linearCode } from './dense.js';

/** Layers of transformers. */
export const ATTENTION: Readonly<Record<string, Translator>> = {
  'multi-head-attention': { needs: () => 'last', translate: (taken) => ({ steps: attention(taken) }) },
  'feed-forward': { needs: () => 'last', translate: (taken) => ({ steps: feedForward(taken) }) },
  'positional-encoding': { needs: () => 'last', translate: (taken) => ({ steps: [encoding(taken)] }) },
  'position-embedding': { needs: () => 'last', translate: (taken) => ({ steps: [positions(taken)] }) },
  'keep-padding': {
    needs: () => 'last',
    translate: ({ settings }) => {
      const mask = number(numberOf(settings, 'maskValue', 0));
      const keep = (x: string, source: string) => `torch.where(${present(source, mask)}, ${x}, ${mask})`;
      return { steps: [{ modules: [], call: ([x, source]) => keep(x as string, source as string) }] };
    },
  },
};

function present(x: string, mask: string): string {
  return `(${x} != ${mask}).any(-1, keepdim=True)`;
}

function attention(taken: Taken): readonly Step[] {
  const { layer, settings } = taken;
  const [features, compared] = parameterOf(layer, 'queryWeight').shape;
  const [, taking] = parameterOf(layer, 'valueWeight').shape;
  const isPyTorchs = compared === features && taking === features;
  const module = { ...(isPyTorchs ? ownModule(taken) : partsModule(taken)), apart: denseModules(layer) };
  const causal = settings['causal'] === true;
  const { maskValue } = settings;
  const isMasked = causal || typeof maskValue === 'number';
  const helpers: Helper[] = [
    ...(isPyTorchs ? [] : (['Attention'] as const)),
    ...(isMasked ? (['attend'] as const) : []),
  ];
  const step: Step = {
    modules: [module],
    helpers,
    call: ([query, key = query, value = key], self) => {
      const roles = [query, key, value].join(', ');
      if (!isMasked) return `${self('')}(${roles}, need_weights=False)[0]`;
      return call(
        'attend',
        self(''),
        roles,
        causal ? 'causal=True' : undefined,
        typeof maskValue === 'number' ? `mask=${number(maskValue)}` : undefined,
      );
    },
  };
  return [step];
}

function weightsOf(layer: PlacedLayer): readonly [query: Parameter, key: Parameter, value: Parameter] {
  return [
    parameterOf(layer, 'queryWeight'),
    parameterOf(layer, 'keyWeight'),
    parameterOf(layer, 'valueWeight'),
  ];
}

function dropoutOf(settings: Taken['settings']): string | undefined {
  return option('dropout', number(numberOf(settings, 'dropout', 0)), '0');
}

/** `nn.MultiheadAttention`, whose projections are one matrix where keys and values are as large as queries. */
function ownModule({ layer, settings }: Taken): TorchModule {
  const weights = weightsOf(layer);
  const [features, keys, values] = weights.map(({ shape }) => shape[0]);
  const { queryBias, keyBias, valueBias, outputBias } = layer.parameters;
  const isOne = keys === features && values === features;
  const code = call(
    'nn.MultiheadAttention',
    `${features}`,
    number(numberOf(settings, 'heads', 1)),
    dropoutOf(settings),
    queryBias ? undefined : 'bias=False',
    isOne ? undefined : `kdim=${keys}`,
    isOne ? undefined : `vdim=${values}`,
    'batch_first=True',
  );
  const apart = ['q', 'k', 'v'].map((role, at) =>
    reordered(`${role}_proj_weight`, weights[at] as Parameter, [1, 0]),
  );
  const outputs = [
    reordered('out_proj.weight', parameterOf(layer, 'outputWeight'), [1, 0]),
    asItIs('out_proj.bias', outputBias),
  ];
  const own = mappedModule(code, isOne ? outputs : [...apart, ...outputs]);
  const rows = isOne ? joinedRows('in_proj_weight', apart) : undefined;
  const biases = [queryBias, keyBias, valueBias].map((bias, at) => asItIs(`bias${at}`, bias));
  const bias = queryBias ? joinedRows('in_proj_bias', biases as readonly Mapping[]) : undefined;
  return [rows, bias].filter((more) => more !== undefined).reduce(bothOf, own);
}

/** One tensor that is several parameters, one below the other. */
function joinedRows(key: string, mappings: readonly Mapping[]): TorchModule {
  const [first] = mappings as readonly [Mapping];
  const rows = mappings.map(({ shape }) => shape[0] as number);
  const total = rows.reduce((sum, count) => sum + count, 0);
  const shape = [total, ...first.shape.slice(1)];
  const starts = rows.map((_, at) => rows.slice(0, at).reduce((sum, count) => sum + count, 0));
  return {
    code: '',
    part: '',
    parameters: Object.fromEntries(mappings.map((mapping) => [mapping.key, mapping.parameter])),
    tensors: { [key]: shape },
    write: (own) => ({
      [key]: joined(
        mappings.map((mapping) => mapping.to(arrayOf(own, mapping.key))),
        shape,
      ),
    }),
    read: (theirs) =>
      Object.fromEntries(
        mappings.map((mapping, at) => {
          const start = starts[at] as number;
          const part = arrayOf(theirs, key).rows(start, start + (rows[at] as number));
          return [mapping.key, mapping.from(part)];
        }),
      ),
  };
}

function joined(arrays: readonly NdArray<TypedArray>[], shape: readonly number[]): NdArray {
  const data = new Float32Array(arrays.reduce((sum, { size }) => sum + size, 0));
  let start = 0;
  for (const array of arrays) {
    data.set(array.data as ArrayLike<number>, start);
    start += array.size;
  }
  return new NdArray(data, shape);
}

function bothOf(one: TorchModule, other: TorchModule): TorchModule {
  return {
    ...one,
    parameters: { ...other.parameters, ...one.parameters },
    tensors: { ...other.tensors, ...one.tensors },
    write: (own: Values) => ({ ...other.write(own), ...one.write(own) }),
    read: (theirs: Values) => ({ ...other.read(theirs), ...one.read(theirs) }),
  };
}

/** As models have it that do without `nn.MultiheadAttention`: dense layers, four of them, or one for all that goes in. */
function denseModules(layer: PlacedLayer): readonly (readonly TorchModule[])[] {
  const roles = ['query', 'key', 'value', 'output'].map((role) =>
    linear(role, parameterOf(layer, `${role}Weight`), layer.parameters[`${role}Bias`]),
  );
  const weights = weightsOf(layer);
  const isOne = weights.every(({ shape }) => shape[0] === weights[0].shape[0]);
  return isOne ? [roles, [inOne(layer, weights), roles[3] as TorchModule]] : [roles];
}

function inOne(layer: PlacedLayer, weights: readonly Parameter[]): TorchModule {
  const rows = joinedRows(
    'weight',
    weights.map((weight, at) => reordered(`weight${at}`, weight, [1, 0])),
  );
  const biases = ['query', 'key', 'value'].map((role) => asItIs(role, layer.parameters[`${role}Bias`]));
  const present = biases.filter((bias) => bias !== undefined);
  const module = present.length === 0 ? rows : bothOf(rows, joinedRows('bias', present));
  return { ...module, part: 'inputs' };
}

/** Heads of other sizes than PyTorch's: a class of the printed code, with a matrix for each role. */
function partsModule({ layer, settings }: Taken): TorchModule {
  const [query, key, value] = weightsOf(layer);
  const { queryBias, keyBias, valueBias, outputBias } = layer.parameters;
  const code = call(
    'Attention',
    number(numberOf(settings, 'heads', 1)),
    `(${query.shape[0]}, ${key.shape[0]}, ${value.shape[0]})`,
    `(${query.shape[1]}, ${value.shape[1]})`,
    dropoutOf(settings),
    queryBias ? undefined : 'bias=False',
  );
  return mappedModule(code, [
    reordered('q_proj.weight', query, [1, 0]),
    asItIs('q_proj.bias', queryBias),
    reordered('k_proj.weight', key, [1, 0]),
    asItIs('k_proj.bias', keyBias),
    reordered('v_proj.weight', value, [1, 0]),
    asItIs('v_proj.bias', valueBias),
    reordered('out_proj.weight', parameterOf(layer, 'outputWeight'), [1, 0]),
    asItIs('out_proj.bias', outputBias),
  ]);
}

const ACTIVATIONS: Readonly<Record<string, string>> = {
  gelu: 'nn.GELU()',
  relu: 'nn.ReLU()',
  silu: 'nn.SiLU()',
};

function feedForward({ layer, settings }: Taken): readonly Step[] {
  const { hiddenBias, outputBias } = layer.parameters;
  const dropout = numberOf(settings, 'dropout', 0);
  const activation = ACTIVATIONS[String(settings['activation'] ?? 'gelu')] as string;
  return [
    moduleStep(linear('linear1', parameterOf(layer, 'hiddenWeight'), hiddenBias)),
    moduleStep(plainModule(activation, 'activation')),
    ...(dropout > 0 ? [moduleStep(plainModule(`nn.Dropout(${number(dropout)})`, 'dropout'))] : []),
    moduleStep(linear('linear2', parameterOf(layer, 'outputWeight'), outputBias)),
  ];
}

function linear(part: string, weight: Parameter, bias: Parameter | undefined): TorchModule {
  const [inputs, units] = weight.shape as [number, number];
  const code = linearCode(inputs, units, bias !== undefined);
  return mappedModule(code, [reordered('weight', weight, [1, 0]), asItIs('bias', bias)], part);
}

function encoding({ settings }: Taken): Step {
  const { maskValue } = settings;
  const base = number(numberOf(settings, 'base', 10_000));
  const step = expressionStep((x) => withPositions(x, `waves(${x}, ${base})`, maskValue));
  return { ...step, helpers: ['waves'] };
}

function positions({ layer, settings, shape }: Taken): Step {
  const weight = parameterOf(layer, 'weight');
  const [length, features] = weight.shape as [number, number];
  const module = mappedModule(`nn.Embedding(${length}, ${features})`, [asItIs('weight', weight)]);
  const [time] = shape as [number];
  return {
    modules: [module],
    call: ([x], self) => withPositions(x as string, `${self('')}.weight[:${time}]`, settings['maskValue']),
  };
}

function withPositions(x: string, added: string, maskValue: unknown): string {
  if (typeof maskValue !== 'number') return `${x} + ${added}`;
  return `${x} + ${present(x, number(maskValue))} * ${added}`;
}
