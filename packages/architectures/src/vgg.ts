import { checkOptions } from '@neutype/errors';
import {
  conv2d,
  dropout,
  flatten,
  input,
  type Layer,
  maxPool2d,
  type Network,
  relu,
  softmax,
} from '@neutype/layers';
import type { ImageShape } from './imageShape.js';

/** Options of `vgg16` and `vgg19`. */
export interface VggOptions {
  /** `[height, width, channels]`; `[224, 224, 3]` by default. */
  readonly inputShape?: ImageShape;
  /** How many classes there are; 1000 by default. */
  readonly classes?: number;
  /** Filters of the first convolutions; later ones have 2, 4 and 8 times as many. 64 by default. */
  readonly width?: number;
  /** Units of the two hidden dense layers; 4096 by default. */
  readonly units?: number;
}

/** What a network of this family is: five groups of so many convolutions, and three dense layers. */
export function vgg(
  where: string,
  convolutions: readonly number[],
  options: VggOptions,
): Network<ImageShape, readonly [number]> {
  checkOptions(where, options, ['classes', 'inputShape', 'units', 'width']);
  const { inputShape = [224, 224, 3], classes = 1000, width = 64, units = 4096 } = options;
  const features = convolutions.flatMap((count, index) =>
    convolutionGroup(index + 1, count, width * Math.min(2 ** index, 8)),
  );
  return input(inputShape)
    .to(...features)
    .to(
      flatten(),
      relu(units, { name: 'dense_1' }),
      dropout(0.5),
      relu(units, { name: 'dense_2' }),
      dropout(0.5),
      softmax(classes, { name: 'dense_3' }),
    );
}

function convolutionGroup(group: number, count: number, filters: number): readonly Layer[] {
  const convolutions = Array.from({ length: count }, (_, index) => [
    conv2d(filters, 3, { padding: 'same', name: `conv${group}_${index + 1}` }),
    relu(),
  ]);
  return [...convolutions.flat(), maxPool2d(2)];
}
