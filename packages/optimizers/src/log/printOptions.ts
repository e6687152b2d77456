import { formatShape } from '@neutype/ndarray';
import type { Settings } from '../options/settings.js';
import { tagged } from './messages.js';
import { formatOptionBlock } from './optionBlock.js';

/** Prints what an optimizer is: its algorithm, all options, and the shape that targets must have. */
export function printOptions(
  algorithm: string,
  { reporter, signals, ...common }: Settings,
  own: Readonly<Record<string, unknown>>,
  outputShape: readonly number[],
): void {
  const { color } = reporter;
  const options = { ...common, ...own, signals: signals.length > 0 ? signals : null };
  for (const line of formatOptionBlock(algorithm, options, color)) reporter.print(line);
  reporter.print(tagged('TARGETS', `shape ${formatShape([null, ...outputShape])}`, color));
  reporter.print('');
}
