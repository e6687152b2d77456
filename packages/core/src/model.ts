import type { Random } from '@neutype/random';
import type { Tensor } from '@tensorflow/tfjs-core';
import { useBackend } from './backends/registry.js';
import type { ModelPorts } from './modelPorts.js';
import type { Parameter } from './parameter.js';
import type { Shape } from './shape.js';
import type { StagedScalar } from './staged/stagedScalar.js';

/** What a forward pass is for, and where its randomness comes from. */
export interface ForwardContext {
  /** Dropout drops and batch normalization uses the batch's own statistics while training. */
  readonly training: boolean;
  /** What random masks are a function of, beside the layer and the element; required while training with dropout. */
  readonly randomness?: {
    readonly key: readonly [number, number];
    /** The number of the update. */
    readonly counter: StagedScalar;
  };
  /**
   * How much of the batch goes into running statistics while training, in the place of what the layer has by itself: where
   * they are taken anew over many batches, one over the number of those so far.
   */
  readonly statisticsRate?: number;
}

/**
 * What outputs are: probabilities that sum to 1 along the last axis, the logarithms of such, probabilities each of its own,
 * or numbers of any size.
 */
export type OutputKind = 'distribution' | 'logarithms' | 'probabilities' | 'numbers';

/** Whole numbers from 0 up to, but not including, `below`: numbers of the rows of a layer's table. */
export interface IndexRange {
  readonly below: number;
  readonly layer: string;
}

/** A part of a model. */
export interface ModelLayer {
  readonly name: string;
  readonly kind: string;
  /** The names of the layers that it takes its inputs from. */
  readonly inputs: readonly string[];
  /** Plain data, most often. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Outputs, and what went into the softmax or sigmoid that they come from, in the same shape, where that was found. */
export interface TracedOutputs {
  readonly outputs: Tensor;
  readonly logits?: { readonly activation: 'softmax' | 'sigmoid'; readonly values: Tensor } | undefined;
}

/**
 * What layers and optimizers know of each other: a hand-written model that satisfies it trains with every optimizer,
 * and a Neutype network runs in anyone's loop.
 */
export interface Model {
  /** Of one sample, without the batch. */
  readonly inputShape: Shape;
  /** Of one sample, without the batch. */
  readonly outputShape: Shape;
  readonly parameters: readonly Parameter[];
  /** What it is made of, where that is known: by it, checkpoints tell one model from another. */
  readonly layers?: readonly ModelLayer[] | undefined;
  /**
   * Whether `forward` runs the same kernels for every batch of one size, so that a recorded step may be replayed.
   * Values that change from step to step must then live in staged tensors.
   */
  readonly replayable: boolean;
  /** The layer because of which it is not replayable, for messages. */
  readonly notReplayable?: string | undefined;
  /** What kind of outputs it gives, as far as it is known, and the layer that decides it. A loss is held against it. */
  readonly outputs?: { readonly kind: OutputKind | undefined; readonly layer: string } | undefined;
  /** The activation at the end, where a loss can be taken from what goes into it. */
  readonly outputActivation?: 'softmax' | 'sigmoid' | undefined;
  /** The fewest samples that it can be trained on at a time, and the layer that needs them. One unless told otherwise. */
  readonly smallestBatch?: { readonly samples: number; readonly layer: string } | undefined;
  /** What samples must be where they go into a layer as numbers of its rows. Data are held to it. */
  readonly indices?: IndexRange | undefined;
  /** Its inputs and outputs where it has several; `modelWithPorts` makes such models. */
  readonly ports?: ModelPorts | undefined;
  /** Draws the values of parameters that have none yet. */
  initialize(random: Random): void;
  /** [N, ...inputShape] to [N, ...outputShape]. */
  forward(x: Tensor, context: ForwardContext): Tensor;
  /** As `forward`, but without the output activation. */
  forwardLogits?(x: Tensor, context: ForwardContext): Tensor;
  /** As `forward`, for a model that does not know its `outputActivation` and can look for it on the way. */
  forwardTraced?(x: Tensor, context: ForwardContext): TracedOutputs;
}

/** Moves a model's parameters to another backend, and makes that the current one. */
export async function moveToBackend(model: Pick<Model, 'parameters'>, backend: string): Promise<void> {
  for (const parameter of model.parameters) await parameter.release();
  await useBackend(backend);
}
