import { assignInPlace, compileStep, stagedScalar, stagedTensor, valueAndGradients } from '@neutype/core';
import type { Network } from '@neutype/layers';
import { binaryCrossentropy, categoricalCrossentropy, type Loss, mse } from '@neutype/losses';
import { sizeOf } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { add, keep, mul, sub, zerosLike } from '@tensorflow/tfjs-core';
import type { BlockName } from '../workloads/blocks.js';
import { MOMENTUM, type NetworkName, STEP } from '../workloads/networks.js';
import { blocks } from './blocks.js';
import { networks } from './networks.js';

/** Updates without a training loop around them. */
export interface BareSteps {
  /** Brings a batch into the engine and makes one update. */
  run(x: ArrayLike<number>, y: ArrayLike<number>): void;
}

/**
 * The steps that optimizers take, from @neutype/core's own parts: Nesterov momentum, the loss from the logits, the
 * batch written into staged memory.
 *
 * @param replay whether steps are recorded and replayed, as they are in training, or each takes the ordinary way
 */
export function bareSteps(name: NetworkName, rows: number, replay: boolean): BareSteps {
  const loss =
    name === 'xor' ? binaryCrossentropy.fromLogits?.sigmoid : categoricalCrossentropy.fromLogits?.softmax;
  return stepsOf(networks[name](), { rows, replay, loss: loss!.compute });
}

/** The same for a classifier of any shape, replayed. */
export function networkSteps(network: Network, rows: number): BareSteps {
  return stepsOf(network, {
    rows,
    replay: true,
    loss: categoricalCrossentropy.fromLogits!.softmax!.compute,
  });
}

/** The same for a block, with the mean squared error as its loss. */
export function blockSteps(name: BlockName, rows: number): BareSteps {
  return stepsOf(blocks[name](), { rows, replay: true, loss: mse.compute });
}

interface StepSettings {
  readonly rows: number;
  readonly replay: boolean;
  readonly loss: Loss['compute'];
}

function stepsOf(network: Network, { rows, replay, loss }: StepSettings): BareSteps {
  network.initialize(random(0));
  const x = stagedTensor([rows, ...network.inputShape], 'float32');
  const y = stagedTensor([rows, ...network.outputShape], 'float32');
  const learningRate = stagedScalar(STEP, 'float32');
  const trained = network.parameters.filter(({ trainable }) => trainable);
  const variables = trained.map(({ variable }) => variable);
  const velocities = variables.map((variable) => assignInPlace(keep(zerosLike(variable)).variable()));
  const compiled = compileStep({
    step: () => {
      const { value, gradients } = valueAndGradients(
        () => loss(y.tensor, network.forwardLogits(x.tensor, { training: true })),
        variables,
      );
      for (const [index, variable] of variables.entries()) {
        const [velocity, gradient] = [velocities[index]!, gradients[index]!];
        velocity.assign(add(mul(velocity, MOMENTUM), gradient));
        const ahead = add(gradient, mul(velocity, MOMENTUM));
        variable.assign(sub(variable, mul(learningRate.tensor, ahead)));
      }
      return [value];
    },
    replayable: replay,
    externals: () => [...variables, ...velocities],
  });
  return {
    run(xValues, yValues) {
      x.fill((target) => target.set(xValues));
      y.fill((target) => target.set(yValues));
      compiled.run();
    },
  };
}

/** Numbers of one sample that goes into a network, and of one that comes out. */
export function sampleSizes(network: Network): readonly [number, number] {
  const { inputShape, outputShape } = network;
  return [sizeOf(inputShape), sizeOf(outputShape)];
}
