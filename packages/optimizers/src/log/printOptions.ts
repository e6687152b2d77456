import type { Settings } from '../options/settings.js';
import { formatOptionBlock, snakeCase } from './optionBlock.js';

/** Prints what an optimizer is: its algorithm, all options, and the shape that targets must have. */
export const printOptions = (
  algorithm: string,
  { loss, reporter, signals, ...common }: Settings,
  own: Readonly<Record<string, unknown>>,
  outputShape: readonly number[],
): void => {
  const options = {
    ...common,
    ...own,
    loss: snakeCase(loss.name),
    signals: signals.length > 0 ? signals : null,
    target: `Tensor(shape=(${['?', ...outputShape].join(', ')}), dtype=float32)`,
  };
  for (const line of formatOptionBlock(algorithm, options, reporter.colours)) reporter.print(line);
};
