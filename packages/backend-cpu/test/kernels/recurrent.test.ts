import '../support/stock.js';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  GATE_ACTIVATIONS,
  NeutypeGru,
  NeutypeGruGrad,
  NeutypeLstm,
  NeutypeLstmGrad,
  NeutypeSimpleRnn,
  NeutypeSimpleRnnGrad,
  type Operation,
  useBackend,
} from '@neutype/core';
import { engine, type NamedAttrMap, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { setThreads } from '../../src/index.js';
import { randomSource } from '../support/random.js';
import { leftToStock } from '../support/stock.js';

beforeAll(() => useBackend('cpu'));

interface Extent {
  readonly N: number;
  readonly T: number;
  readonly units: number;
}

type Values = Record<string, Float32Array>;

/** Around tiles and panels of all variants, and with many rows, units and steps. */
const EXTENTS: readonly Extent[] = [
  { N: 1, T: 1, units: 1 },
  { N: 2, T: 3, units: 5 },
  { N: 7, T: 2, units: 16 },
  { N: 13, T: 5, units: 19 },
  { N: 70, T: 3, units: 33 },
  { N: 131, T: 4, units: 70 },
  { N: 5, T: 2, units: 530 },
];

const GATES: Readonly<Record<string, number>> = { Rnn: 1, Gru: 3, Lstm: 4 };

/** As a layer has them: weights that shrink with their number, a mask of zeros and ones. */
function example(operation: Operation, extent: Extent, attrs: NamedAttrMap): Record<string, Tensor> {
  const random = randomSource(extent.units + extent.T);
  const gates = GATES[/Rnn|Gru|Lstm/.exec(operation.kernel)![0]]! * extent.units;
  const lengths: Record<string, number> = {
    ...{ ...extent, gates },
    outputs: attrs['cells'] ? 2 * extent.units : extent.units,
  };
  const made = Object.entries(operation.inputs).map(([name, { shape }]) => {
    const sizes = shape.map((length) => (typeof length === 'number' ? length : lengths[length]!));
    const scale = name === 'hiddenWeight' ? 1 / Math.sqrt(extent.units) : 1;
    const size = sizes.reduce((product, length) => product * length, 1);
    const values = Float32Array.from({ length: size }, () => {
      if (name === 'mask') return random() < 0.7 ? 1 : 0;
      return name === 'gates' ? 0.1 + 0.8 * random() : scale * (2 * random() - 1);
    });
    return [name, tensor(values, sizes)] as const;
  });
  return Object.fromEntries(made);
}

function valuesOf(outputs: Readonly<Record<string, Tensor>>): Values {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => [name, output.dataSync<'float32'>().slice()]),
  );
}

function byKernel(operation: Operation, inputs: Record<string, Tensor>, attrs: NamedAttrMap): Values {
  return tidy(() => {
    const outputs = engine().runKernel<Tensor[]>(operation.kernel, inputs, attrs);
    const names = Object.keys(operation.outputs);
    return valuesOf(Object.fromEntries(outputs.map((output, index) => [names[index]!, output])));
  });
}

/**
 * Each step rounds a sum of `gates` terms, and the next one multiplies what is off by no more than its weights sum to: the
 * states stay within ±1 and slopes below 1, so errors add up over the steps.
 */
function expectClose(actual: Values, expected: Values, { T, units }: Extent): void {
  for (const [name, values] of Object.entries(expected)) {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const bound = T * (4 * units + 64) * 2 ** -24 * largest;
    const worst = values.reduce((most, value, at) => Math.max(most, Math.abs(value - actual[name]![at]!)), 0);
    expect([name, worst <= bound ? 'close' : `${worst} off`]).toEqual([name, 'close']);
  }
}

const OPERATIONS = [
  NeutypeSimpleRnn,
  NeutypeSimpleRnnGrad,
  NeutypeLstm,
  NeutypeLstmGrad,
  NeutypeGru,
  NeutypeGruGrad,
] as unknown as Operation[];

/** Every activation in every gate, both directions, with and without clipping, cells beside and gates that keep. */
const ATTRS = GATE_ACTIVATIONS.map((_, index) => ({
  activations: [0, 1, 2, 3].map((gate) => GATE_ACTIVATIONS[(index + gate) % GATE_ACTIVATIONS.length]!),
  backwards: index % 2 === 1,
  clip: index < 3 ? 0 : 0.2,
  cells: index % 3 === 1,
  keeps: index % 3 === 1,
}));

describe.each(OPERATIONS)('$kernel', (operation) => {
  it('gives what its composition gives, and leaves nothing to tfjs', () => {
    for (const extent of EXTENTS) {
      for (const attrs of ATTRS) {
        const inputs = example(operation, extent, attrs);
        const expected = tidy(() => valuesOf(operation.compose(inputs, attrs)));
        leftToStock.length = 0;
        expectClose(byKernel(operation, inputs, attrs), expected, extent);
        expect(leftToStock).toEqual([]);
        for (const input of Object.values(inputs)) input.dispose();
      }
    }
  });

  it('gives it through many steps, several to a command', () => {
    const extent = { N: 26, T: 41, units: 200 };
    const inputs = example(operation, extent, ATTRS[1]!);
    const expected = tidy(() => valuesOf(operation.compose(inputs, ATTRS[1]!)));
    expectClose(byKernel(operation, inputs, ATTRS[1]!), expected, extent);
  });

  it('gives the same bits on any number of threads', () => {
    // Few rows and many: one step a command where threads share it by units, else many.
    for (const N of [14, 70]) {
      const inputs = example(operation, { N, T: 4, units: 70 }, ATTRS[0]!);
      const [one, two, three] = [1, 2, 3].map((threads) => {
        setThreads(threads);
        return byKernel(operation, inputs, ATTRS[0]!);
      });
      expect(two).toEqual(one);
      expect(three).toEqual(one);
    }
  });
});
