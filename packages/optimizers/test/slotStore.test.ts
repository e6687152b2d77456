import { beforeAll, describe, expect, it } from '@jest/globals';
import { Parameter } from '@neutype/core';
import { chain, scaleByAdam, scaleByStep, type Transform, trace } from '../src/index.js';
import { SlotStore } from '../src/update/slotStore.js';
import { activateBackend } from './engine.js';

beforeAll(activateBackend);

const counting: Transform = {
  name: 'counting',
  slots: { rows: ({ shape: [rows = 1] }) => ({ shape: [rows], values: [5, 6] }) },
  shared: { times: 7 },
  apply: (targets) => targets.map(({ gradient }) => gradient),
};

describe('what transforms remember', () => {
  const [weight, bias] = ['weight', 'bias'].map(
    (name) => new Parameter({ name: `relu-1.${name}`, shape: [2, 3], values: new Float32Array(6) }),
  ) as [Parameter, Parameter];

  it('is listed under names that are unique, and the same whichever parameter came first', () => {
    const namesAfter = (first: Parameter, second: Parameter): string[] => {
      const slots = new SlotStore(chain(trace(), scaleByAdam(), trace(), counting, scaleByStep()));
      for (const parameter of [first, second]) slots.of(parameter);
      void slots.shared;
      const names = slots.parameters.map(({ name }) => name).sort();
      slots.dispose();
      return names;
    };
    const names = namesAfter(weight, bias);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !name.startsWith('relu-1.bias'))).toEqual([
      'counting/times',
      'relu-1.weight/adam/m',
      'relu-1.weight/adam/v',
      'relu-1.weight/counting/rows',
      'relu-1.weight/trace-2/velocity',
      'relu-1.weight/trace/velocity',
    ]);
    expect(namesAfter(bias, weight)).toEqual(names);
  });

  it('begins with what the transform says, and survives being taken back to the host', async () => {
    const slots = new SlotStore(counting);
    expect([slots.sizeFor(weight), slots.of(weight)['rows']!.shape]).toEqual([2, [2]]);
    void slots.shared;
    await slots.release();
    expect(await slots.of(weight)['rows']!.data()).toEqual(Float32Array.of(5, 6));
    expect(await slots.shared['times']!.data()).toEqual(Float32Array.of(7));
    slots.dispose();
  });
});
