import '../../src/index.js';
import { describe, expect, it } from '@jest/globals';
import {
  assignInPlace,
  compileStep,
  registerGradients,
  stagedScalar,
  stagedTensor,
  valueAndGradients,
} from '@neutype/core';
import { DisposedError } from '@neutype/errors';
import {
  add,
  engine,
  keep,
  matMul,
  mean,
  memory,
  mul,
  relu,
  rsqrt,
  type Scalar,
  scalar,
  sqrt,
  square,
  sub,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { randomSource, randomValues } from '../support/random.js';

function cpu(): CpuEngine {
  return engine().backend as unknown as CpuEngine;
}
const random = randomSource(7);
function matrix(rows: number, columns: number): Tensor2D {
  return tensor2d(randomValues(rows * columns, random), [rows, columns]);
}

/** Two layers over a staged batch: several commands, intermediates whose memory is reused. */
function network() {
  const batch = cpu().allocateStaging([32, 40], 'float32');
  const [w1, w2, b1] = [matrix(40, 50), matrix(50, 30), matrix(1, 50)];
  const forward = (x: Tensor): Tensor =>
    tidy(() => {
      const run = (inputs: Record<string, Tensor>, activation: string): Tensor =>
        engine().runKernel('_FusedMatMul', inputs, { transposeA: false, transposeB: false, activation });
      const hidden = run({ a: x, b: w1, bias: b1 }, 'relu');
      const again = run({ a: relu(hidden), b: w2 }, 'linear');
      return relu(again);
    });
  const fill = () => batch.view().set(randomValues(32 * 40, random));
  return {
    batch,
    forward,
    fill,
    step: () => keep(forward(batch.tensor)),
    tensors: [batch.tensor, w1, w2, b1],
  };
}

function record(step: () => Tensor) {
  const { value, recording } = cpu().recordStep(step);
  return { value, recording: recording! };
}

describe('recorded steps', () => {
  it('gives the value of the ordinary step and repeats it on new data, bit for bit', () => {
    const { batch, fill, step } = network();
    fill();
    record(step).value.dispose();
    const { value, recording } = record(step);
    const program = recording.compile();
    for (let round = 0; round < 20; round++) {
      fill();
      const ordinary = step();
      program.replay();
      expect(value.dataSync()).toEqual(ordinary.dataSync());
      ordinary.dispose();
    }
    expect(batch.tensor.shape).toEqual([32, 40]);
  });

  it('finds two recordings of one step equal, wherever their memory lies', () => {
    const { fill, step } = network();
    fill();
    const [first, second] = [record(step), record(step)];
    expect(first.recording.difference(second.recording)).toBeUndefined();
    expect(second.recording.difference(first.recording)).toBeUndefined();
  });

  it('finds steps different that differ in a kernel, a tensor from outside, an option or a constant', () => {
    const x = matrix(4, 4);
    const y = matrix(4, 4);
    const multiply = (a: Tensor, b: Tensor, transposeB: boolean) => (): Tensor =>
      engine().runKernel('BatchMatMul', { a, b }, { transposeA: false, transposeB });
    const constant = (value: number) => (): Tensor => relu(scalar(value));
    const steps = [
      multiply(x, y, false),
      multiply(x, y, true),
      multiply(y, x, false),
      constant(1),
      constant(2),
      () => relu(x),
    ];
    for (const step of steps) step().dispose();
    const recordings = steps.map((step) => record(step).recording);
    const equal = recordings.map((one) => recordings.map((other) => one.difference(other) === undefined));
    expect(equal).toEqual(recordings.map((_, row) => recordings.map((__, column) => row === column)));
  });

  it('gives no recording when values were read or the step runs inside of another one', () => {
    const x = matrix(4, 4);
    expect(cpu().recordStep(() => relu(x).dataSync()).recording).toBeUndefined();
    expect(cpu().recordStep(() => cpu().recordStep(() => relu(x)).recording).value).toBeUndefined();
  });

  it('records rows that are gathered by constants', () => {
    const x = matrix(4, 3);
    const rows = (at: Tensor): Tensor => engine().runKernel('GatherV2', { x, indices: at }, { axis: 0 });
    const { value, recording } = record(() => tidy(() => rows(tensor1d([3, 1], 'int32'))));
    const before = value.dataSync();
    recording.compile().replay();
    expect(value.dataSync()).toEqual(before);
  });

  it('throws in a replay when an index is out of range', () => {
    const x = matrix(4, 3);
    const indices = stagedTensor([2], 'int32');
    const trainStep = compileStep({
      step: () => [engine().runKernel('GatherV2', { x, indices: indices.tensor }, { axis: 0 })],
      replayable: true,
      externals: () => [x, indices.tensor],
    });
    for (let step = 0; step < 10; step++) {
      indices.fill((target) => target.set([step % 4, 3]));
      const [rows] = trainStep.run();
      expect(rows!.dataSync().every(Number.isFinite)).toBe(true);
    }
    expect(trainStep.replay).toBe('replayed');
    indices.fill((target) => target.set([4, 0]));
    expect(() => trainStep.run()).toThrow('expected index values from 0 to 3');
    trainStep.dispose();
  });

  it('keeps constants of the step though their tensors are disposed of and memory is reused', () => {
    const x = matrix(8, 8);
    const step = (): Tensor =>
      tidy(() => {
        const scaled: Tensor = engine().runKernel(
          'BatchMatMul',
          { a: x, b: tensor2d(new Float32Array(64).fill(3), [8, 8]) },
          {},
        );
        return relu(relu(relu(scaled)));
      });
    const ordinary = step().dataSync();
    const { value, recording } = record(step);
    const program = recording.compile();
    program.replay();
    program.replay();
    expect(value.dataSync()).toEqual(ordinary);
  });

  it('does not touch tensors made after the recording, and leaves those that outlive it', () => {
    const { fill, step } = network();
    fill();
    const { value, recording } = record(step);
    const program = recording.compile();
    const others = Array.from({ length: 200 }, () => relu(matrix(16, 16)));
    const before = others.map((other) => other.dataSync());
    program.replay();
    expect(others.map((other) => other.dataSync())).toEqual(before);
    const result = value.dataSync();
    recording.dispose();
    program.dispose();
    const fresh = Array.from({ length: 500 }, () => relu(matrix(30, 30)));
    expect(value.dataSync()).toEqual(result);
    for (const one of [...others, ...fresh]) one.dispose();
    expect(() => program.replay()).toThrow(DisposedError);
  });

  it('is no longer valid when a tensor from outside is gone, or was on another backend in between', () => {
    const x = matrix(8, 8);
    const y = matrix(8, 8);
    function programOf(step: () => Tensor) {
      step().dispose();
      return record(step).recording.compile();
    }
    const [ofX, ofY] = [programOf(() => relu(x)), programOf(() => relu(y))];
    expect([ofX.isValid, ofY.isValid]).toEqual([true, true]);
    x.dispose();
    expect([ofX.isValid, ofY.isValid]).toEqual([false, true]);
    const values = engine().readSync(y.dataId) as Float32Array;
    cpu().disposeData(y.dataId, true);
    cpu().move(y.dataId, values, y.shape, y.dtype, 1);
    relu(y).dispose();
    expect(ofY.isValid).toBe(false);
    const last = programOf(() => relu(y));
    expect(last.isValid).toBe(true);
    last.dispose();
    expect(last.isValid).toBe(false);
  });

  it('replays a step with a layer normalisation', () => {
    registerGradients();
    const x = matrix(8, 6);
    const weight = assignInPlace(variable(matrix(6, 6)));
    const step = compileStep({
      step: () => {
        const { value, gradients } = valueAndGradients(() => {
          const y = matMul(x, weight as unknown as Tensor2D);
          const centred = sub(y, mean(y, 1, true));
          const normal = mul(centred, rsqrt(add(mean(square(centred), 1, true), 1e-5)));
          return mean(square(sub(normal, x))) as Scalar;
        }, [weight]);
        weight.assign(sub(weight, mul(rate.tensor, gradients[0]!)));
        return [value];
      },
      replayable: true,
      externals: () => [weight, x],
    });
    const rate = stagedScalar(0.1, 'float32');
    const losses = Array.from({ length: 10 }, () => step.run()[0]!.dataSync()[0]!);
    expect(step.replay).toBe('replayed');
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    step.dispose();
    rate.dispose();
  });

  it('gives its memory back', () => {
    const { fill, step, tensors } = network();
    fill();
    step().dispose();
    const { usedBytes } = cpu().runtime!.heap;
    const { numTensors } = memory();
    for (let round = 0; round < 300; round++) {
      const { value, recording } = record(step);
      const program = recording.compile();
      program.replay();
      if (round % 2 === 0) value.dispose();
      program.dispose();
      recording.dispose();
      if (round % 2 === 1) value.dispose();
    }
    expect(memory().numTensors).toBe(numTensors);
    expect(cpu().runtime!.heap.usedBytes).toBe(usedBytes);
    for (const tensor of tensors) tensor.dispose();
  });

  it('ends cleanly when the step throws', () => {
    const { usedBytes } = cpu().runtime!.heap;
    const x = matrix(4, 4);
    function failing() {
      relu(x).dispose();
      throw new Error('in the middle');
    }
    expect(() => cpu().recordStep(failing)).toThrow('in the middle');
    expect(cpu().runtime!.heap.usedBytes).toBeLessThanOrEqual(usedBytes + 64);
    expect(sqrt(scalar(4)).dataSync()[0]).toBe(2);
  });
});
