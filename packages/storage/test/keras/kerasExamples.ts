import { exampleName, type LayerExample, layerExamples } from '@neutype/layer-examples';
import { input, type Network } from '@neutype/layers';
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

export { exampleName, layerExamples };
