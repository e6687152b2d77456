import type { FusedActivation, OutputKind } from '@neutype/core';
import {
  checkChoice,
  checkCount,
  checkFlag,
  checkFunction,
  checkNumber,
  checkOptions,
  OptionError,
  optionNames,
  shown,
} from '@neutype/errors';
import type { LayerDefinition, MergingDefinition } from './layer.js';

/**
 * Refuses a definition with names or values in it that mean nothing.
 *
 * @throws OptionError
 */
export function checkDefinition(definition: LayerDefinition): void {
  checkOptions('layer', definition, DEFINITION_NAMES);
  const { activation, forward, kind, name, outputs, replayable, settings } = definition;
  checkText('layer, kind', kind, 'a text such as relu');
  if (isGiven(name)) checkText('layer, name', name, 'a text');
  checkFunction('layer, forward', forward, 'a function of a tensor');
  for (const part of ['outputShape', 'parameters', 'smallestBatch'] as const) {
    if (!isGiven(definition[part])) continue;
    checkFunction(`layer, ${part}`, definition[part], 'a function of the input shape');
  }
  if (isGiven(definition.forwardWith)) {
    checkFunction('layer, forwardWith', definition.forwardWith, 'a function of an activation');
  }
  if (isGiven(outputs)) checkChoice('layer, outputs', outputs, OUTPUT_KINDS);
  if (isGiven(activation)) checkChoice('layer, activation', activation, ACTIVATIONS);
  if (isGiven(definition.indicesBelow)) checkCount('layer, indicesBelow', definition.indicesBelow);
  if (isGiven(replayable)) checkFlag('layer, replayable', replayable);
  if (isGiven(settings)) checkObject('layer, settings', settings, 'plain values by their names');
  if (isGiven(definition.logits)) checkLogits(definition.logits);
}

/**
 * Refuses a definition of a layer with several inputs that has names or values in it that mean nothing.
 *
 * @throws OptionError
 */
export function checkMergingDefinition(definition: MergingDefinition): void {
  checkOptions('mergingLayer', definition, MERGING_NAMES);
  const { fewestInputs, forward, kind, name, outputs, outputShape, parameters, replayable, settings } =
    definition;
  checkText('mergingLayer, kind', kind, 'a text such as add');
  if (isGiven(fewestInputs)) {
    checkNumber('mergingLayer, fewestInputs', fewestInputs, { from: 1, to: 2, whole: true });
  }
  if (isGiven(name)) checkText('mergingLayer, name', name, 'a text');
  checkFunction('mergingLayer, forward', forward, 'a function of a list of tensors');
  checkFunction('mergingLayer, outputShape', outputShape, 'a function of the input shapes');
  if (isGiven(parameters)) {
    checkFunction('mergingLayer, parameters', parameters, 'a function of the input shapes');
  }
  if (isGiven(outputs)) {
    checkChoice<string>('mergingLayer, outputs', outputs, OUTPUT_KINDS.slice(0, -1));
  }
  if (isGiven(replayable)) checkFlag('mergingLayer, replayable', replayable);
  if (isGiven(settings)) checkObject('mergingLayer, settings', settings, 'plain values by their names');
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== undefined && value !== null;
}

function checkLogits(logits: NonNullable<LayerDefinition['logits']>): void {
  checkObject('layer, logits', logits, 'an activation and the forward before it');
  checkChoice('layer, logits, activation', logits.activation, ['softmax', 'sigmoid']);
  checkFunction('layer, logits, forward', logits.forward, 'a function of a tensor');
}

function checkText(where: string, value: unknown, expected: string): void {
  if (typeof value === 'string' && value !== '') return;
  throw new OptionError({ where, expected, received: shown(value) });
}

function checkObject(where: string, value: unknown, expected: string): void {
  if (typeof value === 'object') return;
  throw new OptionError({ where, expected, received: shown(value) });
}

const OUTPUT_KINDS: readonly (OutputKind | 'same')[] = [
  'distribution',
  'logarithms',
  'probabilities',
  'numbers',
  'same',
];

const ACTIVATIONS: readonly FusedActivation[] = [
  'linear',
  'relu',
  'relu6',
  'sigmoid',
  'tanh',
  'elu',
  'leakyrelu',
];

const DEFINITION_NAMES = optionNames<LayerDefinition>({
  activation: true,
  forward: true,
  forwardWith: true,
  indicesBelow: true,
  inputs: true,
  kind: true,
  logits: true,
  name: true,
  outputs: true,
  outputShape: true,
  parameters: true,
  replayable: true,
  settings: true,
  smallestBatch: true,
});

const MERGING_NAMES = optionNames<MergingDefinition>({
  fewestInputs: true,
  forward: true,
  inputs: true,
  kind: true,
  name: true,
  outputs: true,
  outputShape: true,
  parameters: true,
  replayable: true,
  settings: true,
});
