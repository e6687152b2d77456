import { checkCount, OptionError, ShapeError, shown } from '@neutype/errors';
import { add, type Tensor } from '@tensorflow/tfjs-core';
import type { Initializer } from '../../initializers/initializer.js';
import { type InitialValue, isInitializer } from '../../initialValue.js';
import type { ParameterDefinition, ParameterDefinitions } from '../../layer.js';
import { formatBatchShape, type Shape } from '../../shape.js';

/** Parameters of a layer with one kind of filters. */
export interface FilterParameters extends ParameterDefinitions {
  readonly weight: ParameterDefinition;
  readonly bias: ParameterDefinition | undefined;
}

/** The parameter `bias` for an option of that name. */
export function biasOf(
  value: InitialValue | null | undefined,
  channels: number,
): ParameterDefinition | undefined {
  return value === null ? undefined : { shape: [channels], value: value ?? 0 };
}

export function biased(y: Tensor, bias: Tensor | undefined): Tensor {
  return bias === undefined ? y : add(y, bias);
}

export function checkFilters(layer: string, filters: unknown): void {
  if (Number.isSafeInteger(filters) && (filters as number) > 0) return;
  throw new OptionError({
    where: `${layer}(filters, size)`,
    expected: 'a whole number of filters from 1',
    received: shown(filters),
    remedy: `Write ${layer}(32, 3) for 32 filters of size 3.`,
  });
}

export function checkGroups(layer: string, groups: unknown, filters: number): asserts groups is number {
  checkCount(`${layer} groups`, groups);
  if (filters % groups === 0) return;
  throw new OptionError({
    where: `${layer} groups`,
    expected: `a divisor of the number of filters, ${filters}`,
    received: `${groups}`,
  });
}

/** Refuses channels that the groups cannot share evenly. */
export function checkShared(inputShape: Shape, groups: number, where: string): void {
  if (inputShape.at(-1)! % groups === 0) return;
  throw new ShapeError({
    where: `layer ${where}`,
    expected: `channels that ${groups} groups share evenly`,
    received: formatBatchShape(inputShape),
  });
}

/**
 * Initial filters `[…, channels, multiplier]` of which each sees one channel: an initializer is shown them as
 * `[…, 1, channels · multiplier]`, from which it works out that few inputs.
 */
export function ofSingleChannels(value: InitialValue): InitialValue {
  if (typeof value !== 'object' || value === null || !isInitializer(value)) return value;
  const { name } = value;
  const initializer: Initializer = {
    name,
    fill: (target, shape, random) =>
      value.fill(target, [...shape.slice(0, -2), 1, shape.at(-2)! * shape.at(-1)!], random),
  };
  return initializer;
}
