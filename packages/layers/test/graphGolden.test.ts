import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend, valueAndGradients } from '@neutype/core';
import {
  mul,
  type Scalar,
  sum,
  type Tensor,
  tensor,
  tidy,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  type AnyNetwork,
  add,
  average,
  concatenate,
  conv2d,
  flatten,
  gatedAverage,
  input,
  inputs,
  join,
  type Layer,
  linear,
  maximum,
  multiply,
  parallel,
  relu,
  residual,
  sigmoid,
  softmax,
  tanh,
} from '../src/index.js';
import { expectClose, nested, type Packed, pack } from './support.js';

beforeAll(() => useBackend('cpu'));

interface GraphCase {
  readonly inputs: Readonly<Record<string, Packed>>;
  readonly parameters: Readonly<Record<string, Packed>>;
  readonly y: Packed;
  readonly dy: Packed;
  readonly inputGradients: Readonly<Record<string, Packed>>;
  readonly gradients: Readonly<Record<string, Packed>>;
}

const cases = JSON.parse(readFileSync(new URL('./golden/graphs.json', import.meta.url), 'utf8')) as Record<
  string,
  GraphCase
>;

function merged(layer: Layer): AnyNetwork {
  return input(4).to(parallel(tanh(3), sigmoid(3), linear(3)), layer);
}

function convolution(): Layer {
  return conv2d(2, 3, { padding: 'same' });
}

const encoder = input(3).to(tanh(3));

const networks: readonly [string, AnyNetwork][] = [
  ['residual', input(4).to(residual(relu(6), linear(4)), relu(), softmax(3))],
  [
    'residual convolution',
    input([4, 4, 2]).to(residual(convolution(), relu(), convolution()), relu(), flatten(), linear(2)),
  ],
  ['two inputs', inputs({ image: 4, age: 2 }).to(parallel(relu(5), tanh(3)), concatenate(), linear(2))],
  ['add', merged(add())],
  ['multiply', merged(multiply())],
  ['average', merged(average())],
  ['maximum', merged(maximum())],
  ['concatenate', merged(concatenate())],
  ['gatedAverage', input(4).to(parallel(softmax(2), tanh(3), linear(3)), gatedAverage())],
  ['shared', join(encoder, encoder)],
];

/** The output of a network for tensors by the names of its inputs. */
function outputOf(network: AnyNetwork, given: Readonly<Record<string, Tensor>>): Tensor {
  const context = { training: true };
  const [only] = Object.values(given) as [Tensor];
  if (!network.ports) return network.forward(only, context);
  return Object.values(network.ports.forward(given, context))[0]!.outputs;
}

function variablesOf(packed: GraphCase['inputs']): Record<string, Variable> {
  return Object.fromEntries(
    Object.entries(packed).map(([name, { data, shape }]) => [name, variable(tensor(data, shape))]),
  );
}

function written(network: AnyNetwork, { parameters }: GraphCase): void {
  network.write(Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, nested(value)])));
}

/** The output, and the gradients of `sum(output · dy)` with respect to inputs and parameters. */
function outputAndGradients(network: AnyNetwork, golden: GraphCase): { y: Packed; gradients: Packed[] } {
  const given = variablesOf(golden.inputs);
  let y: Packed | undefined;
  const { gradients } = valueAndGradients(() => {
    const output = outputOf(network, given);
    y = pack(output);
    return sum(mul(output, tensor(golden.dy.data, golden.dy.shape))) as Scalar;
  }, [...Object.values(given), ...network.parameters.map((parameter) => parameter.variable)]);
  return { y: y as Packed, gradients: gradients.map((gradient) => pack(gradient as Tensor)) };
}

function weightedOutput(network: AnyNetwork, golden: GraphCase): number {
  return tidy(() => {
    const output = outputOf(network, variablesOf(golden.inputs));
    return output
      .dataSync<'float32'>()
      .reduce((total, value, index) => total + value * golden.dy.data[index]!, 0);
  });
}

describe('graphs give PyTorch’s outputs and gradients', () => {
  it.each(networks)('%s', (name, network) => {
    const golden = cases[name] as GraphCase;
    written(network, golden);
    const { y, gradients } = outputAndGradients(network, golden);
    expectClose(y, golden.y);
    const expected = { ...golden.inputGradients, ...golden.gradients };
    expect([...Object.keys(golden.inputGradients), ...network.parameters.map((one) => one.name)]).toEqual(
      Object.keys(expected),
    );
    for (const [index, gradient] of Object.values(expected).entries()) {
      expectClose(gradients[index] as Packed, gradient, 1e-5);
    }
  });
});

describe('gradients of graphs are those of central differences', () => {
  it.each(networks.filter(([name]) => name !== 'residual convolution'))('%s', async (name, network) => {
    const golden = cases[name] as GraphCase;
    written(network, golden);
    const { gradients } = outputAndGradients(network, golden);
    const ofParameters = gradients.slice(Object.keys(golden.inputs).length);
    const difference = 2e-3;
    for (const [place, parameter] of network.parameters.entries()) {
      const gradient = ofParameters[place] as Packed;
      const largest = Math.max(...gradient.data.map(Math.abs));
      const values = [...(await parameter.read())];
      const index = place % values.length;
      function at(shifted: number): number {
        parameter.write(values.with(index, shifted));
        return weightedOutput(network, golden);
      }
      const slope = (at(values[index]! + difference) - at(values[index]! - difference)) / (2 * difference);
      expect(Math.abs(slope - gradient.data[index]!) / largest).toBeLessThan(5e-3);
      parameter.write(values);
    }
  });
});
