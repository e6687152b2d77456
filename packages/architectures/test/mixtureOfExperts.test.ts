import '@neutype/backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { flatten, input, inputs, join, parallel, relu, softmax } from '@neutype/layers';
import { random } from '@neutype/random';
import { mixtureOfExperts } from '../src/index.js';

beforeAll(() => useBackend('cpu'));

function expert() {
  return input(3).to(relu(5), softmax(2));
}

describe('mixtureOfExperts', () => {
  it('gives the sum of what its experts give, weighted by the gate', async () => {
    const experts = [expert(), input(3).to(softmax(2))];
    const network = mixtureOfExperts(experts);
    network.initialize(random(1));
    const x = [
      [1, -2, 0.5],
      [0, 3, -1],
    ];
    const [first, second] = await Promise.all(experts.map((each) => each.predict(x)));
    const gate = await network.until('softmax-1').predict(x);
    const expected = x.map((_, row) =>
      [0, 1].map(
        (column) =>
          gate.data[2 * row]! * first!.data[2 * row + column]! +
          gate.data[2 * row + 1]! * second!.data[2 * row + column]!,
      ),
    );
    const given = await network.predict(x);
    expect(given.shape).toEqual([2, 2]);
    for (const [index, value] of expected.flat().entries()) expect(given.data[index]).toBeCloseTo(value, 6);
  });

  it('takes a gate of several layers, and images with one', () => {
    const images = () => input([4, 4, 1]).to(flatten(), relu(2));
    const network = mixtureOfExperts([images(), images(), images()], {
      gate: join(flatten(), relu(6), softmax(3)),
    });
    expect(network.inputShape).toEqual([4, 4, 1]);
    expect(network.outputShape).toEqual([2]);
  });

  it('shares the parameters of its experts', () => {
    const [one, two] = [expert(), expert()];
    const { parameterCount } = mixtureOfExperts([one, two]);
    expect(parameterCount).toBe(one.parameterCount + two.parameterCount + 3 * 2 + 2);
    one.initialize(random(0));
    const initialized = mixtureOfExperts([one, two]).parameters.filter(({ initialized }) => initialized);
    expect(initialized).toHaveLength(one.parameters.length);
  });

  it.each<[string, () => unknown, string]>([
    [
      'no list',
      () => mixtureOfExperts(expert() as never),
      'mixtureOfExperts, networks: expected a list of two networks or more, got',
    ],
    ['a single expert', () => mixtureOfExperts([expert()]), 'a list of two networks or more, got 1.'],
    [
      'a layer among the networks',
      () => mixtureOfExperts([expert(), relu(2) as never]),
      'mixtureOfExperts, network 2: expected a network, got',
    ],
    [
      'several inputs',
      () => mixtureOfExperts([expert(), inputs({ a: 3, b: 3 }).to(parallel(relu(2), relu(2))) as never]),
      'mixtureOfExperts, network 2: expected one input and one output, got inputs a, b and outputs relu-1, relu-2.',
    ],
    [
      'other shapes',
      () => mixtureOfExperts([expert(), input(3).to(softmax(4)) as never]),
      'mixtureOfExperts, network 2: expected [?, 3] → [?, 2], as network 1 has it, got [?, 3] → [?, 4].',
    ],
    [
      'images with the default gate',
      () =>
        mixtureOfExperts([input([2, 2, 1]).to(flatten(), relu(2)), input([2, 2, 1]).to(flatten(), relu(2))]),
      'mixtureOfExperts: expected networks that take rows of features, [?, features], for the default gate, got [?, 2, 2, 1].',
    ],
    [
      'no gate',
      () => mixtureOfExperts([expert(), expert()], { gate: 3 as never }),
      'mixtureOfExperts, option gate: expected layers such as relu(500), got 3.',
    ],
    [
      'a gate for another number of experts',
      () => mixtureOfExperts([expert(), expert()], { gate: softmax(3) }),
      'layer gated-average-1: expected a gate of shape [?, 2], for 2 other inputs, got [?, 3]',
    ],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
