import { assignInPlace, compileStep, stagedScalar, stagedTensor, valueAndGradients } from '@neutype/core';
import { binaryCrossentropy, categoricalCrossentropy } from '@neutype/losses';
import { sizeOf } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { add, keep, mul, sub, zerosLike } from '@tensorflow/tfjs-core';
import { MOMENTUM, type NetworkName, STEP } from '../workloads/networks.js';
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
  const network = networks[name]();
  network.initialize(random(0));
  const loss =
    name === 'xor' ? binaryCrossentropy.fromLogits?.sigmoid : categoricalCrossentropy.fromLogits?.softmax;
  const x = stagedTensor([rows, ...network.inputShape], 'float32');
  const y = stagedTensor([rows, ...network.outputShape], 'float32');
  const learningRate = stagedScalar(STEP, 'float32');
  const variables = network.parameters.map(({ variable }) => variable);
  const velocities = variables.map((variable) => assignInPlace(keep(zerosLike(variable)).variable()));
  const compiled = compileStep({
    step: () => {
      const { value, gradients } = valueAndGradients(
        () => loss!.compute(y.tensor, network.forwardLogits(x.tensor, { training: true })),
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
export function sampleSizes(name: NetworkName): readonly [number, number] {
  const { inputShape, outputShape } = networks[name]();
  return [sizeOf(inputShape), sizeOf(outputShape)];
}
