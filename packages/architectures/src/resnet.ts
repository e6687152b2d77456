import { checkFlag, checkOptions, OptionError, shown } from '@neutype/errors';
import {
  add,
  type Block,
  batchNorm,
  conv2d,
  globalAvgPool,
  input,
  join,
  maxPool2d,
  type Network,
  type Part,
  parallel,
  relu,
  softmax,
} from '@neutype/layers';
import type { ImageShape } from './imageShape.js';

/** Options of `resnet18` and `resnet50`. */
export interface ResnetOptions<Pool extends boolean = boolean> {
  /** `[height, width, channels]`; `[224, 224, 3]` by default. */
  readonly inputShape?: ImageShape;
  /** How many classes there are; 1000 by default. */
  readonly classes?: number;
  /**
   * Whether the mean over all places and the classifier follow the convolutions; `true` by default. Without them the
   * network gives features, one vector for each place of a small image.
   */
  readonly includeGlobalPool?: Pool;
  /**
   * How many times larger images are than the features: 4, 8, 16 or 32, the default. Below 32, the last stages keep the
   * size, and their filters are dilated instead, so that each feature sees as much of the image.
   */
  readonly inOutRatio?: 4 | 8 | 16 | 32;
  /** Filters of the first stage; each stage after it has twice as many as the one before. 64 by default. */
  readonly width?: number;
}

/** Class probabilities, or, without global pooling, features. */
export type ResnetOutput<Pool extends boolean> = Pool extends true ? readonly [classes: number] : ImageShape;

/** What kind of residual network it is. */
export interface ResnetKind {
  /** Two convolutions of 3 × 3, or three, of which only the second is larger than 1 × 1. */
  readonly block: 'basic' | 'bottleneck';
  /** How many blocks each of the four stages has. */
  readonly blocks: readonly [number, number, number, number];
}

/** A network of this family: the stem, four stages of residual blocks, and the classifier. */
export function resnet<Pool extends boolean>(
  where: string,
  { block, blocks }: ResnetKind,
  options: ResnetOptions<Pool>,
): Network<ImageShape, ResnetOutput<Pool>> {
  checkOptions(where, options, ['classes', 'inOutRatio', 'includeGlobalPool', 'inputShape', 'width']);
  const { inputShape = [224, 224, 3], classes = 1000, inOutRatio = 32, width = 64 } = options;
  const includeGlobalPool: boolean = options.includeGlobalPool ?? true;
  checkFlag(`${where}, option includeGlobalPool`, includeGlobalPool);
  checkRatio(where, inOutRatio);
  const stages = blocks.map((count, index) =>
    stage(`layer${index + 1}`, count, {
      block,
      filters: width * 2 ** index,
      isFirst: index === 0,
      ...movesOf(index, inOutRatio),
    }),
  );
  const features = input(inputShape).to(
    conv2d(width, 7, { stride: 2, padding: 3, bias: null, name: 'conv1' }),
    batchNorm({ name: 'bn1' }),
    relu({ name: 'relu' }),
    maxPool2d(3, { stride: 2, padding: 1, name: 'maxpool' }),
    ...stages,
  );
  const network = includeGlobalPool
    ? features.to(globalAvgPool({ name: 'avgpool' }), softmax(classes, { name: 'fc' }))
    : features;
  return network as never;
}

function checkRatio(where: string, inOutRatio: unknown): void {
  if ([4, 8, 16, 32].includes(inOutRatio as number)) return;
  throw new OptionError({
    where: `${where}, option inOutRatio`,
    expected: '4, 8, 16 or 32',
    received: shown(inOutRatio),
  });
}

/** How filters move over the image. */
interface Moves {
  /** Of the stage's first block. */
  readonly stride: number;
  /** Of the stage's first filters, which see the image before that stride. */
  readonly dilationBefore: number;
  readonly dilation: number;
}

/** The stem reduces images to a quarter; each stage but the first halves them, until the ratio is reached. */
function movesOf(index: number, inOutRatio: number): Moves {
  const halvings = Math.log2(inOutRatio / 4);
  if (index <= halvings) return { stride: index === 0 ? 1 : 2, dilationBefore: 1, dilation: 1 };
  const dilation = 2 ** (index - halvings);
  return { stride: 1, dilationBefore: dilation / 2, dilation };
}

interface StageOptions extends Moves {
  readonly block: ResnetKind['block'];
  readonly filters: number;
  readonly isFirst: boolean;
}

function stage(name: string, count: number, options: StageOptions): Block {
  const { block, filters, isFirst, dilation } = options;
  const body = block === 'basic' ? basicBody : bottleneckBody;
  const channels = block === 'basic' ? filters : 4 * filters;
  const blocks = Array.from({ length: count }, (_, index) => {
    const blockName = `${name}.${index}`;
    if (index > 0) {
      const moves = { stride: 1, dilationBefore: dilation, dilation };
      return residualBlock(blockName, body(blockName, filters, moves), join());
    }
    const keepsShape = isFirst && block === 'basic';
    const shortcut = keepsShape ? join() : projection(blockName, channels, options.stride);
    return residualBlock(blockName, body(blockName, filters, options), shortcut);
  });
  return { arrangement: 'chain', parts: blocks };
}

/** `relu(shortcut(x) + body(x))`. */
function residualBlock(name: string, body: Part, shortcut: Part): Block {
  return join(parallel(body, shortcut), add(), relu({ name }));
}

/** What brings a block's input to the shape of its output, where they differ. */
function projection(name: string, channels: number, stride: number): Block {
  return join(
    conv2d(channels, 1, { stride, bias: null, name: `${name}.downsample.0` }),
    batchNorm({ name: `${name}.downsample.1` }),
  );
}

function basicBody(name: string, filters: number, { stride, dilationBefore, dilation }: Moves): Block {
  return join(
    conv2d(filters, 3, {
      stride,
      dilation: dilationBefore,
      padding: dilationBefore,
      bias: null,
      name: `${name}.conv1`,
    }),
    batchNorm({ name: `${name}.bn1` }),
    relu(),
    conv2d(filters, 3, { dilation, padding: dilation, bias: null, name: `${name}.conv2` }),
    batchNorm({ name: `${name}.bn2` }),
  );
}

function bottleneckBody(name: string, filters: number, { stride, dilationBefore }: Moves): Block {
  return join(
    conv2d(filters, 1, { bias: null, name: `${name}.conv1` }),
    batchNorm({ name: `${name}.bn1` }),
    relu(),
    conv2d(filters, 3, {
      stride,
      dilation: dilationBefore,
      padding: dilationBefore,
      bias: null,
      name: `${name}.conv2`,
    }),
    batchNorm({ name: `${name}.bn2` }),
    relu(),
    conv2d(4 * filters, 1, { bias: null, name: `${name}.conv3` }),
    batchNorm({ name: `${name}.bn3` }),
  );
}
