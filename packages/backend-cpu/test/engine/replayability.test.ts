import { describe, expect, it } from '@jest/globals';
import { add, engine, mul, relu, setBackend, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import '../../src/index.js';

await setBackend('cpu');
function cpu(): CpuEngine {
  return engine().backend as unknown as CpuEngine;
}
function recordingOf(step: () => Tensor) {
  const { value, recording } = cpu().recordStep(() => tidy(step));
  value.dispose();
  return recording;
}
const LENGTH = 64;
function resident(value: number): Tensor {
  return relu(tensor1d(new Float32Array(LENGTH).fill(value)));
}

describe('a step is recorded only where running its commands again repeats it', () => {
  it('not where it changes a constant of its own in place, which the next replay would find changed', () => {
    const value = resident(1);
    const constant = (): Tensor => tensor1d(new Float32Array(LENGTH).fill(3));
    expect(recordingOf(() => relu(constant()))).toBeDefined();
    function changing() {
      const weight = constant();
      relu(weight); // which brings it into engine memory
      engine().runKernel('NeutypeAssign', { target: weight, value });
      return relu(weight);
    }
    expect(recordingOf(changing)).toBeUndefined();
  });

  it('not where staged memory is written to in the middle of it', () => {
    const staging = cpu().allocateStaging([LENGTH], 'float32');
    const step = (fill: boolean) => () => {
      if (fill) staging.view().fill(2);
      return relu(staging.tensor);
    };
    expect(recordingOf(step(false))).toBeDefined();
    expect(recordingOf(step(true))).toBeUndefined();
    staging.tensor.dispose();
  });

  it('as another one where an array that it uploads has changed since', () => {
    const values = new Float32Array(LENGTH).fill(1);
    const step = () => relu(tensor1d(values));
    const [first, same] = [recordingOf(step), recordingOf(step)];
    values[5] = 2;
    const other = recordingOf(step);
    expect(first!.difference(same!)).toBeUndefined();
    expect(first!.difference(other!)).toMatch(
      /makes a tensor from other numbers each time, \[1, 1, 1, 1, …\] and then/,
    );
  });
});

describe('a constant of a recorded step', () => {
  it('keeps its memory to itself though it is disposed of in the middle of the step', () => {
    const x = resident(1);
    function step() {
      const constant = tensor1d(new Float32Array(LENGTH).fill(3));
      const sum = add(x, constant);
      constant.dispose();
      // Of the same size: these would take its place, and the next replay would add what they left there.
      const after = [mul(sum, 2), mul(sum, 4), mul(sum, 8)];
      return after.reduce((total, one) => add(total, one));
    }
    const { value, recording } = cpu().recordStep(() => tidy(step));
    const program = recording!.compile();
    for (let times = 0; times < 3; times++) {
      program.replay();
      expect(value.dataSync()[0]).toBe((1 + 3) * (2 + 4 + 8));
    }
    program.dispose();
    recording!.dispose();
    value.dispose();
  });
});
