import type { ForwardContext, Model, TracedOutputs } from '@neutype/core';
import { reshape, sigmoid, softmax, type Tensor } from '@tensorflow/tfjs-core';
import type { PlacedLayer } from './placedLayer.js';
import { runStages, type Stage, stagesOf } from './stages.js';

/** What a loss has to know of a network's end. */
export interface NetworkEnd {
  readonly outputs: NonNullable<Model['outputs']>;
  /** The softmax or sigmoid that the outputs come from. */
  readonly activation: 'softmax' | 'sigmoid' | undefined;
  /** The network without it. */
  readonly logitStages: readonly Stage[];
}

/**
 * Looks through the layers at the end that pass their values on, at most in another shape: it is the layer before them
 * that decides what comes out, and they do the same to logits as to probabilities.
 */
export function endOf(layers: readonly PlacedLayer[]): NetworkEnd {
  const index = Math.max(
    0,
    layers.findLastIndex(({ outputs }) => outputs !== 'same'),
  );
  const deciding = layers[index] as PlacedLayer;
  const behind = layers.slice(index + 1);
  const { activation, kind } =
    behind.length === 0 || keepsRows(layers, deciding) ? whole(deciding) : cut(deciding);
  return {
    outputs: { kind, layer: deciding.name },
    activation,
    logitStages: [
      ...stagesOf(layers.slice(0, index)),
      deciding.forwardLogits,
      ...behind.map(({ forward }) => forward),
    ],
  };
}

type Kept = Pick<NetworkEnd, 'activation'> & Pick<NetworkEnd['outputs'], 'kind'>;

function whole({ outputActivation, outputs }: PlacedLayer): Kept {
  return {
    activation: outputActivation,
    kind: outputs === 'same' ? undefined : outputs,
  };
}

/** Rows that are cut or joined do not sum to 1 any more, and their softmax is not one along the new rows. */
function cut(layer: PlacedLayer): Kept {
  const { activation, kind } = whole(layer);
  return {
    activation: activation === 'softmax' ? undefined : activation,
    kind: kind === 'distribution' ? 'probabilities' : kind,
  };
}

function keepsRows(layers: readonly PlacedLayer[], { outputShape }: PlacedLayer): boolean {
  return layers.at(-1)?.outputShape.at(-1) === outputShape.at(-1);
}

/**
 * Computes a network whose last layers do not say what they give. If the values of an activation before them come out
 * at the end, in the same memory, then these layers have at most changed the shape, and the logits are known.
 *
 * @returns undefined for a network without such an end
 */
export function tracedRun(
  layers: readonly PlacedLayer[],
): ((x: Tensor, context: ForwardContext) => TracedOutputs) | undefined {
  const index = layers.findLastIndex(({ outputs }) => outputs !== 'same' && outputs !== undefined);
  const last = layers[index];
  const activation = last?.outputActivation;
  const isKnown = layers.slice(index + 1).every(({ outputs }) => outputs === 'same');
  if (!last || !activation || isKnown) return undefined;
  const before = stagesOf(layers.slice(0, index));
  const behind = stagesOf(layers.slice(index + 1));
  return (x, context) => {
    const hidden = runStages(before, x, context);
    const logits = last.forwardLogits(hidden, context);
    const probabilities = activation === 'softmax' ? softmax(logits) : sigmoid(logits);
    const outputs = runStages(behind, probabilities, context);
    const isSame = outputs.dataId === probabilities.dataId && outputs.size === probabilities.size;
    const keepsRows = activation === 'sigmoid' || outputs.shape.at(-1) === probabilities.shape.at(-1);
    if (!isSame || !keepsRows) return { outputs };
    return { outputs, logits: { activation, values: reshape(logits, outputs.shape) } };
  };
}
