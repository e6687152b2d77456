import type { Parameter } from '@neutype/core';
import type { PlacedLayer } from '@neutype/layers';
import { bothOf, joinedRows } from '../joinedRows.js';
import { call, number, option } from '../python.js';
import {
  asItIs,
  type Mapping,
  mappedModule,
  plainModule,
  reordered,
  type TorchModule,
} from '../torchModule.js';
import {
  type Helper,
  moduleStep,
  numberOf,
  parameterOf,
  type Step,
  type Taken,
  type Translator,
} from '../translation.js';
import { linearCode } from './dense.js';

/** Attention, and the dense layers behind it. */
export const ATTENTION: Readonly<Record<string, Translator>> = {
  'multi-head-attention': { needs: () => 'last', translate: (taken) => ({ steps: attention(taken) }) },
  'feed-forward': { needs: () => 'last', translate: (taken) => ({ steps: feedForward(taken) }) },
};

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
