import { type ForwardContext, Parameter, stagedScalar, valueAndGradients } from '@neutype/core';
import { random, scattered } from '@neutype/core/testing';
import type { LayerExample } from '@neutype/layer-examples';
import { input, type Network } from '@neutype/layers';
import { sizeOf } from '@neutype/ndarray';
import { dispose, keep, mul, type Scalar, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';

/** Samples in the batch: batch normalization makes ±1 of two, whatever they are. */
const SAMPLES = 3;

/** An example as a network, with a batch to look at it. */
export interface LayerRun {
  readonly network: Network;
  /** As the example says. */
  readonly fromArray: boolean;
  /** What goes in: a parameter, so that it has a gradient like any other. */
  readonly x: Parameter;
  /** What a loss depends on and has a gradient for. */
  readonly learned: readonly Parameter[];
  /** How much each output counts in the loss, unequally, so that mistakes do not cancel. */
  readonly weights: Float32Array;
  /** The number of the update, from which random masks are drawn. */
  counter: number;
  /** The outputs while training. The caller disposes of them. */
  forward(): Tensor;
  /** The weighted sum of the outputs, and its gradients with respect to what is learned. */
  valueAndGradients(): { readonly value: Scalar; readonly gradients: readonly Tensor[] };
  dispose(): void;
}

/** Places an example behind an input and gives all that is learned scattered values. */
export function layerRun({ inputShape, indices, fromArray = false, make }: LayerExample): LayerRun {
  const network = input(inputShape).to(make()) as unknown as Network;
  network.initialize(random(1));
  const parameters = network.parameters.filter(({ trainable }) => trainable);
  for (const parameter of parameters) parameter.write(scattered(parameter.size, -0.7, 0.8));
  const x = new Parameter({
    name: 'x',
    shape: [SAMPLES, ...inputShape],
    trainable: indices === undefined,
    values: inputValues(SAMPLES * sizeOf(inputShape), indices),
  });
  const learned = indices === undefined ? [x, ...parameters] : parameters;
  const outputShape = [SAMPLES, ...network.outputShape];
  const weights = scattered(sizeOf(outputShape), 0.5, 1.5);
  const heldWeights = keep(tensor(weights, outputShape));
  const counter = stagedScalar(3, 'int32');
  const context: ForwardContext = { training: true, randomness: { key: [1, 2], counter } };
  const forward = () => network.forward(x.variable, context);
  return {
    network,
    fromArray,
    x,
    learned,
    weights,
    forward,
    get counter() {
      return counter.value;
    },
    set counter(update) {
      counter.value = update;
    },
    valueAndGradients: () => {
      const { value, gradients } = valueAndGradients(
        () => tidy(() => sum(mul(forward(), heldWeights)) as Scalar),
        learned.map(({ variable }) => variable),
      );
      return { value, gradients: allThere(learned, gradients) };
    },
    dispose: () => {
      for (const held of [x, counter, network]) held.dispose();
      dispose(heldWeights);
    },
  };
}

/** Fails where the loss does not depend on a parameter: it would never learn. */
function allThere(learned: readonly Parameter[], gradients: readonly (Tensor | undefined)[]): Tensor[] {
  return gradients.map((gradient, index) => {
    if (gradient === undefined) throw new Error(`${learned[index]!.name} has no gradient`);
    return gradient;
  });
}

/**
 * Evenly spread in a random order. Up to 200 of them lie at least 0.01 apart and 0.005 from 0, so that small moves change
 * neither a sign nor which of them is the largest.
 */
function inputValues(count: number, indices: number | undefined): Float32Array {
  const order = random(4).permutation(count);
  return Float32Array.from(order, (place) =>
    indices === undefined ? (2 * place + 1) / count - 1 : place % indices,
  );
}
