import { formatShape } from '@neutype/ndarray';
import type { Settings } from '../options/settings.js';
import { tagged } from './messages.js';
import { formatOptionBlock, formatOptions } from './optionBlock.js';

/** Prints what an optimizer is: its algorithm, all options, and the shape that targets must have. */
export function printOptions(
  algorithm: string,
  settings: Settings,
  own: Readonly<Record<string, unknown>>,
  outputShape: readonly number[],
): void {
  const { reporter } = settings;
  const { color } = reporter;
  for (const line of formatOptionBlock(algorithm, optionsOf(settings, own), color)) reporter.print(line);
  reporter.print(tagged('TARGETS', `shape ${formatShape([null, ...outputShape])}`, color));
  reporter.print('');
}

/** All options, as one would write them in code. */
export function optionsInCode(
  settings: Settings,
  own: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(formatOptions(optionsOf(settings, own)));
}

function optionsOf(
  { reporter: _, metrics, signals, ...common }: Settings,
  own: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return {
    ...common,
    ...own,
    metrics: metrics.length > 0 ? metrics.map(({ name }) => name) : null,
    signals: signals.length > 0 ? signals : null,
  };
}
