import { checkNumber, checkOptions } from '@neutype/errors';
import {
  type Block,
  batchNorm,
  conv2d,
  depthwiseConv2d,
  dropout,
  globalAvgPool,
  input,
  join,
  type Network,
  relu6,
  residual,
  softmax,
} from '@neutype/layers';
import type { ImageShape } from './imageShape.js';

/** Options of `mobilenetV2`. */
export interface MobilenetV2Options {
  /** `[height, width, channels]`; `[224, 224, 3]` by default. */
  readonly inputShape?: ImageShape;
  /** How many classes there are; 1000 by default. */
  readonly classes?: number;
  /** What the numbers of filters are multiplied by, and rounded to multiples of 8; 1 by default. */
  readonly width?: number;
}

/**
 * MobileNetV2: made for telephones, with a seventh of the parameters of ResNet-50. Its blocks widen channels by a convolution of
 * 1 × 1, convolve each channel by itself (depthwise), and narrow them again without an activation; where the shape stays, the
 * input is added.
 *
 * `[?, 224, 224, 3]` → `[?, 1000]`, 3,504,872 learned parameters
 *
 * Layers are named as torchvision's: `features.0.0`, `features.2.conv.1.0`, …, `classifier.1`, and its weights are read as those
 * of `resnet18`.
 *
 * Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018.
 *
 * @throws OptionError for options that it does not know or cannot mean
 *
 * @example
 * ```ts
 * const network = mobilenetV2();
 * const small = mobilenetV2({ inputShape: [64, 64, 3], classes: 10, width: 0.25 });
 * ```
 */
export function mobilenetV2(options: MobilenetV2Options = {}): Network<ImageShape, readonly [number]> {
  checkOptions('mobilenetV2', options, ['classes', 'inputShape', 'width']);
  const { inputShape = [224, 224, 3], classes = 1000, width = 1 } = options;
  checkNumber('mobilenetV2, option width', width, { above: 0 });
  const first = rounded(32 * width);
  const blocks = blocksOf(first, width);
  const last = rounded(1280 * Math.max(1, width));
  return input(inputShape)
    .to(
      normalized('features.0', conv2d(first, 3, { ...CONVOLUTION, stride: 2, name: 'features.0.0' })),
      relu6(),
      ...blocks,
      normalized(
        `features.${blocks.length + 1}`,
        conv2d(last, 1, { bias: null, name: `features.${blocks.length + 1}.0` }),
      ),
      relu6(),
    )
    .to(globalAvgPool(), dropout(0.2), softmax(classes, { name: 'classifier.1' }));
}

const CONVOLUTION = { padding: 1, bias: null } as const;

/** Table 2 of the paper: how much wider it is inside, the filters, how many blocks, and the stride of the first of them. */
const STAGES = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/** The nearest multiple of 8, at least 8, and not below nine tenths: as in the authors' code. */
function rounded(filters: number): number {
  const nearest = Math.max(8, Math.floor((filters + 4) / 8) * 8);
  return nearest < 0.9 * filters ? nearest + 8 : nearest;
}

function blocksOf(first: number, width: number): readonly Block[] {
  const all = STAGES.flatMap(([expansion, filters, count, stride]) =>
    Array.from({ length: count }, (_, index) => ({
      expansion,
      filters: rounded(filters * width),
      stride: index === 0 ? stride : 1,
    })),
  );
  return all.map(({ expansion, filters, stride }, index) => {
    const channels = all[index - 1]?.filters ?? first;
    const name = `features.${index + 1}.conv`;
    const body = invertedBottleneck(name, { inside: expansion * channels, expansion, filters, stride });
    return stride === 1 && channels === filters ? residual(body) : body;
  });
}

interface Bottleneck {
  /** Channels between its first and its last convolution. */
  readonly inside: number;
  readonly expansion: number;
  readonly filters: number;
  readonly stride: number;
}

function invertedBottleneck(name: string, { inside, expansion, filters, stride }: Bottleneck): Block {
  const widening = normalized(`${name}.0`, conv2d(inside, 1, { bias: null, name: `${name}.0.0` }));
  const place = expansion === 1 ? 0 : 1;
  const inner = `${name}.${place}`;
  return join(
    expansion === 1 ? join() : join(widening, relu6()),
    normalized(inner, depthwiseConv2d(3, { ...CONVOLUTION, stride, name: `${inner}.0` })),
    relu6(),
    conv2d(filters, 1, { bias: null, name: `${name}.${place + 1}` }),
    batchNorm({ name: `${name}.${place + 2}` }),
  );
}

/** A convolution and its normalization, which is the second of two in a list of this name. */
function normalized(name: string, convolution: ReturnType<typeof conv2d>): Block {
  return join(convolution, batchNorm({ name: `${name}.1` }));
}
