import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { valueAndGradients } from '@neutype/core';
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
import type { AnyNetwork } from '../src/index.js';
import { expectClose, nested, type Packed, pack } from './support.js';

/** A network's output and gradients as an independent implementation computed them. */
export interface GraphCase {
  readonly inputs: Readonly<Record<string, Packed>>;
  readonly parameters: Readonly<Record<string, Packed>>;
  readonly y: Packed;
  readonly dy: Packed;
  readonly inputGradients: Readonly<Record<string, Packed>>;
  readonly gradients: Readonly<Record<string, Packed>>;
}

export function graphCases(file: string): Readonly<Record<string, GraphCase>> {
  return JSON.parse(readFileSync(new URL(`./golden/${file}.json`, import.meta.url), 'utf8')) as Record<
    string,
    GraphCase
  >;
}

/** Holds output and gradients to the golden ones. */
export function expectGolden(network: AnyNetwork, golden: GraphCase): void {
  written(network, golden);
  const { y, gradients } = outputAndGradients(network, golden);
  expectClose(y, golden.y);
  const expected = { ...golden.inputGradients, ...golden.gradients };
  expect([...Object.keys(golden.inputGradients), ...network.parameters.map((one) => one.name)]).toEqual(
    Object.keys(expected),
  );
  const largest = largestOf(Object.values(expected));
  for (const [index, gradient] of Object.values(expected).entries()) {
    // What is zero but for rounding, as the gradient of what a softmax does not change for, has no digits of its own.
    const isZero = largestOf([gradient]) < 1e-9 * largest;
    expectClose(gradients[index] as Packed, gradient, isZero ? (1e-5 * largest) / 1e-3 : 1e-5);
  }
}

/** Holds the gradient of each parameter, in one of its elements, to the central difference. */
export async function expectCentralDifferences(network: AnyNetwork, golden: GraphCase): Promise<void> {
  written(network, golden);
  const { gradients } = outputAndGradients(network, golden);
  const ofParameters = gradients.slice(Object.keys(golden.inputs).length);
  const least = largestOf(ofParameters) / 20;
  const difference = 2e-3;
  for (const [place, parameter] of network.parameters.entries()) {
    const gradient = ofParameters[place] as Packed;
    const largest = Math.max(least, largestOf([gradient]));
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
}

function largestOf(arrays: readonly Packed[]): number {
  return Math.max(...arrays.flatMap(({ data }) => data.map(Math.abs)));
}

/** Gives a network the parameters of a case. */
export function written(network: AnyNetwork, { parameters }: GraphCase): void {
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

function weightedOutput(network: AnyNetwork, golden: GraphCase): number {
  return tidy(() => {
    const output = outputOf(network, variablesOf(golden.inputs));
    return output
      .dataSync<'float32'>()
      .reduce((total, value, index) => total + value * golden.dy.data[index]!, 0);
  });
}
