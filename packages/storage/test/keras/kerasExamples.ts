import { exampleName, type LayerExample, layerExamples } from '@neutype/layer-examples';
import {
  add,
  batchNorm,
  bidirectional,
  concatenate,
  conv1d,
  flatten,
  globalAvgPool,
  gru,
  input,
  join,
  layerNorm,
  linear,
  lstm,
  multiHeadAttention,
  type Network,
  parallel,
  relu,
  residual,
  sigmoid,
  tanh,
  transpose,
} from '@neutype/layers';
import { type NdArray, ndarray, sizeOf } from '@neutype/ndarray';
import { random } from '@neutype/random';

/** A network of an example with values in all of its parameters. */
export function exampleNetwork({ inputShape, make }: LayerExample, seed = 3): Network {
  const network = input(inputShape).to(make()) as unknown as Network;
  network.initialize(random(seed));
  const source = random(seed).split('values');
  for (const parameter of network.parameters) {
    const isVariance = parameter.name.endsWith('runningVariance');
    const values = Float32Array.from({ length: sizeOf(parameter.shape) }, () =>
      isVariance ? source.uniform(0.5, 1.5) : source.uniform(-0.8, 0.8),
    );
    parameter.write(values);
  }
  return network;
}

/** Samples for it, the last time step of which is padding where there are time steps. */
export function exampleInputs({ inputShape, indices }: LayerExample, samples = 2): NdArray {
  const source = random(5).split('inputs');
  const shape = [samples, ...inputShape];
  const values = Float32Array.from({ length: sizeOf(shape) }, () =>
    indices === undefined ? source.uniform(-1, 1) : Math.floor(source.uniform(0, indices)),
  );
  if (inputShape.length === 2) {
    const [time = 0, features = 0] = inputShape;
    for (let sample = 0; sample < samples; sample++) {
      values.fill(0, (sample * time + time - 1) * features, (sample + 1) * time * features);
    }
  }
  return ndarray(values, shape) as NdArray;
}

/** Graphs whose layers Keras sorts in another order than they were made in. */
const GRAPHS: readonly LayerExample[] = [
  {
    layer: 'graph',
    variant: 'branches of different depths',
    inputShape: [4],
    make: () =>
      join(
        parallel(linear(3), join(relu(3), batchNorm(), tanh(3)), join(tanh(2), linear(3))),
        concatenate(),
        parallel(join(sigmoid(5), linear(4), batchNorm()), linear(4)),
        add(),
      ),
  },
  {
    layer: 'graph',
    variant: 'both directions, attention and images',
    inputShape: [3, 4],
    make: () =>
      join(
        parallel(
          bidirectional(lstm(2, { returnSequences: true })),
          join(conv1d(4, 2, { padding: 'same' }), gru(4, { returnSequences: true })),
        ),
        add(),
        residual(layerNorm(), multiHeadAttention(2)),
        parallel(globalAvgPool(), join(transpose([2, 1]), linear(2), flatten())),
        concatenate(),
      ),
  },
];

/** Examples of every layer, and of graphs. */
export const kerasExamples: readonly LayerExample[] = [...layerExamples, ...GRAPHS];

export { exampleName };
