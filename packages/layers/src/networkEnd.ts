import type { ForwardContext, Model, TracedOutputs } from '@neutype/core';
import { reshape, sigmoid, softmax, type Tensor } from '@tensorflow/tfjs-core';
import type { PlacedLayer } from './placedLayer.js';
import { type Computed, type PlanStep, planOf, runPlan } from './plan.js';

/** What a loss has to know of a network's end. */
export interface NetworkEnd {
  readonly outputs: NonNullable<Model['outputs']>;
  /** The softmax or sigmoid that the outputs come from. */
  readonly activation: 'softmax' | 'sigmoid' | undefined;
  /** The network without it. */
  readonly logitSteps: readonly PlanStep[];
}

/**
 * Looks through the layers at the end that pass their values on, at most in another shape: it is the layer before them
 * that decides what comes out, and they do the same to logits as to probabilities.
 *
 * @param layers all that the last of them depends on
 */
export function endOf(layers: readonly PlacedLayer[]): NetworkEnd {
  const path = tailOf(layers);
  const index = Math.max(
    0,
    path.findLastIndex(({ outputs }) => outputs !== 'same'),
  );
  const deciding = path[index] as PlacedLayer;
  const behind = path.slice(index + 1);
  const { activation, kind } =
    behind.length === 0 || keepsRows(path, deciding) ? whole(deciding) : cut(deciding);
  return {
    outputs: { kind, layer: deciding.name },
    activation,
    logitSteps: [
      ...planOf(before(layers, deciding), inputsOf(deciding)),
      { name: deciding.name, inputs: inputsOf(deciding), compute: deciding.forwardLogits },
      ...behind.map(({ forward, inputs, name }) => ({ name, inputs, compute: forward })),
    ],
  };
}

/** The layers at the end that come one behind the other, from an input or a layer with several inputs on. */
function tailOf(layers: readonly PlacedLayer[]): readonly PlacedLayer[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const tail = [layers.at(-1) as PlacedLayer];
  for (;;) {
    const { inputs } = tail[0] as PlacedLayer;
    const source = inputs.length === 1 ? byName.get(inputs[0] as string) : undefined;
    if (!source) return tail;
    tail.unshift(source);
  }
}

/** The layers that one of them depends on. */
function before(layers: readonly PlacedLayer[], layer: PlacedLayer): readonly PlacedLayer[] {
  return layers.slice(0, layers.indexOf(layer));
}

function inputsOf({ inputs, name }: PlacedLayer): readonly string[] {
  return inputs.length === 0 ? [name] : inputs;
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

/** Computes outputs, and the logits that they come from where it finds them. Adds to what is known. */
export type TracedRun = (known: Computed, context: ForwardContext) => TracedOutputs;

/**
 * Computes a network whose last layers do not say what they give. If the values of an activation before them come out
 * at the end, in the same memory, then these layers have at most changed the shape, and the logits are known.
 *
 * @returns undefined for a network without such an end
 */
export function tracedRun(layers: readonly PlacedLayer[]): TracedRun | undefined {
  const tail = tailOf(layers);
  const index = tail.findLastIndex(({ outputs }) => outputs !== 'same' && outputs !== undefined);
  const isKnown = tail.slice(index + 1).every(({ outputs }) => outputs === 'same');
  const last = tail[index];
  return last && !isKnown ? tracedFrom(layers, last) : undefined;
}

function tracedFrom(layers: readonly PlacedLayer[], last: PlacedLayer): TracedRun | undefined {
  const activation = last.outputActivation;
  if (!activation) return undefined;
  const end = (layers.at(-1) as PlacedLayer).name;
  const first = planOf(before(layers, last), inputsOf(last));
  const behind = planOf(layers.slice(layers.indexOf(last) + 1), [end]);
  const ofLogits: PlanStep = { name: last.name, inputs: inputsOf(last), compute: last.forwardLogits };
  return (known, context) => {
    const logits = runPlan([...first, ofLogits], known, context).get(last.name) as Tensor;
    const probabilities = activation === 'softmax' ? softmax(logits) : sigmoid(logits);
    const outputs = runPlan(behind, known.set(last.name, probabilities), context).get(end) as Tensor;
    const isSame = outputs.dataId === probabilities.dataId && outputs.size === probabilities.size;
    const keepsRows = activation === 'sigmoid' || outputs.shape.at(-1) === probabilities.shape.at(-1);
    if (!isSame || !keepsRows) return { outputs };
    return { outputs, logits: { activation, values: reshape(logits, outputs.shape) } };
  };
}
