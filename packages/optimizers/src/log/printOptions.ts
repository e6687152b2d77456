import { formatShape } from '@neutype/ndarray';
import type { OutputPort } from '../data/ports.js';
import type { Algorithm } from '../optimizer.js';
import { optionsWithoutMeaning } from '../options/fullBatchOptions.js';
import type { Settings } from '../options/settings.js';
import { tagged } from './messages.js';
import { formatOptionBlock, formatOptions } from './optionBlock.js';

/** Prints what an optimizer is: its algorithm, all options, and the shape that targets must have. */
export function printOptions(algorithm: Algorithm, settings: Settings, outputs: readonly OutputPort[]): void {
  const { reporter } = settings;
  const { color } = reporter;
  for (const line of formatOptionBlock(algorithm.name, optionsOf(algorithm, settings), color)) {
    reporter.print(line);
  }
  for (const { name, shape } of outputs) {
    const of = name === undefined ? '' : `${name}: `;
    reporter.print(tagged('TARGETS', `${of}shape ${formatShape([null, ...shape])}`, color));
  }
  reporter.print('');
}

/** All options, as one would write them in code. */
export function optionsInCode(algorithm: Algorithm, settings: Settings): Readonly<Record<string, string>> {
  return Object.fromEntries(formatOptions(optionsOf(algorithm, settings)));
}

function optionsOf(
  algorithm: Algorithm,
  { isSeeded: _, reporter: __, losses, lossWeights, metrics, signals, ...common }: Settings,
): Readonly<Record<string, unknown>> {
  const options = {
    ...common,
    ...algorithm.options,
    ...(losses && { lossWeights }),
    metrics: metrics.length > 0 ? metrics.map(({ name }) => name) : null,
    signals: signals.length > 0 ? signals : null,
  };
  const without = optionsWithoutMeaning(algorithm);
  return Object.fromEntries(Object.entries(options).filter(([name]) => !without.includes(name)));
}
