import '../../src/index.js';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  add,
  dispose,
  engine,
  mean,
  mul,
  setBackend,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { configureEngine } from '../../src/index.js';
import { randomSource, randomValues } from '../support/random.js';

function cpu(): CpuEngine {
  return engine().backend as unknown as CpuEngine;
}

function bitsOf(tensor: Tensor): string {
  const { buffer, byteOffset, byteLength } = tensor.dataSync();
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}

/** Lengths that are no multiple of what is summed at once, and such that take several chunks. */
const CASES: readonly {
  readonly name: string;
  readonly shape: number[];
  readonly launches: number;
  step(x: Tensor): Tensor[];
}[] = [
  {
    name: 'of squares of all elements, in one part',
    shape: [16_007],
    launches: 1,
    step: (x) => [sum(mul(square(x), 0.5))],
  },
  {
    name: 'of squares of all elements, in several parts',
    shape: [150_001],
    launches: 2,
    step: (x) => [mean(square(x))],
  },
  {
    name: 'over rows, for each row',
    shape: [131, 203],
    launches: 1,
    step: (x) => [mean(square(sub(x, 0.25)), 1, true)],
  },
  {
    name: 'of what is read again afterwards',
    shape: [90, 257],
    launches: 2,
    step(x) {
      const centered = square(sub(x, 1));
      return [sqrt(add(centered, sum(centered, 1, true))), centered];
    },
  },
  {
    name: 'of what rows are subtracted from',
    shape: [70, 301],
    launches: 2,
    step: (x) => [sum(square(sub(x, mean(x, 1, true))), 1)],
  },
  {
    name: 'over leading dimensions, which other kernels make',
    shape: [70, 301],
    launches: 2,
    step: (x) => [sum(square(sub(x, 1)), 0)],
  },
];

describe.each([1, 2, 3])('Sums that end a chain, on %i threads', (threads) => {
  afterAll(() => configureEngine({}));

  it.each(CASES)(
    '$name: the bits of an ordinary run, in $launches launches',
    async ({ shape, launches, step }) => {
      configureEngine({ threads });
      await setBackend('cpu');
      await cpu().runtime!.pool.warmUp(100_000);
      const staged = cpu().allocateStaging(shape, 'float32');
      const fill = (seed: number) => staged.view().set(randomValues(staged.tensor.size, randomSource(seed)));
      const run = () => tidy(() => step(staged.tensor));
      fill(1);
      const { value, recording } = cpu().recordStep(run);
      const program = recording!.compile();
      expect(program.launches).toBe(launches);
      for (let seed = 2; seed < 6; seed++) {
        fill(seed);
        const ordinary = run();
        program.replay();
        expect(value.map(bitsOf).map((bits, index) => bits === bitsOf(ordinary[index]!))).toEqual(
          value.map(() => true),
        );
        dispose(ordinary);
      }
      for (const one of [program, recording!]) one.dispose();
      dispose([...value, staged.tensor]);
    },
  );
});
