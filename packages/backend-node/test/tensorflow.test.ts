import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  assignInPlace,
  compileStep,
  dense,
  engineCapabilities,
  Parameter,
  runningAverageUpdate,
  softmaxCrossEntropy,
  useBackend,
  valueAndGradients,
} from '@neutype/core';
import * as tf from '@tensorflow/tfjs-core';
import { runProgram } from '../src/build/runProgram.js';
import { diagnoseNodeBackend } from '../src/index.js';
import { Executor } from '../src/kernels/execute.js';
import { maxPoolGrad } from '../src/kernels/maxPoolGrad.js';
import { OneDnn } from '../src/kernels/oneDnn.js';
import type { Binding } from '../src/runtime/binding.js';
import { QUIET_ADDON } from '../src/runtime/quietly.js';
import type { TensorflowBackend } from '../src/runtime/tensorflowBackend.js';

const { available, detail, found } = await diagnoseNodeBackend();
const quietAddon = join(found ?? '', QUIET_ADDON);

if (!available) process.stderr.write(`native TensorFlow not tested: ${detail}\n`);

(available ? describe : describe.skip)(available ? detail : `native TensorFlow not tested: ${detail}`, () => {
  let backend: TensorflowBackend;

  beforeAll(async () => {
    await useBackend('node');
    backend = tf.backend() as TensorflowBackend;
  });

  /** A variable whose memory nobody else holds: only such a one is updated in place. */
  const variable = (values: number[]): tf.Variable => tf.tidy(() => tf.variable(tf.tensor1d(values)));

  /** The names of the TensorFlow operations that run meanwhile. */
  function operationsOf(run: () => void): string[] {
    const spy = jest.spyOn(Executor.prototype, 'run');
    run();
    const names = spy.mock.calls.map(([name]) => name);
    spy.mockRestore();
    return names;
  }

  it('runs a dense layer in one operation', () => {
    tf.tidy(() => {
      const [x, w, b] = [tf.ones([2, 3]), tf.ones([3, 4]), tf.ones([4])] as [
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor1D,
      ];
      expect(operationsOf(() => dense(x, w, b, 'relu'))).toEqual(['_FusedMatMul']);
    });
  });

  it('asks oneDNN for products and convolutions, and TensorFlow where oneDNN is not there', () => {
    const asked: string[] = [];
    const withOneDnn = (there: boolean): OneDnn =>
      new OneDnn({
        TF_ATTR_STRING: 0,
        executeOp(name: string) {
          asked.push(name);
          if (!there) throw new Error('no such kernel');
          return [];
        },
      } as unknown as Binding);
    const attributes = [{ name: 'T', type: 0, value: 1 }];
    const one = withOneDnn(true);
    expect(one.run('MatMul', attributes, [], 1)).toEqual([]);
    expect(one.run('Softmax', attributes, [], 1)).toBeUndefined();
    const none = withOneDnn(false);
    expect(none.run('MatMul', attributes, [], 1)).toBeUndefined();
    expect(none.run('MatMul', attributes, [], 1)).toBeUndefined();
    expect(asked).toEqual(['_MklMatMul', '_MklMatMul']);
  });

  it('updates a parameter in the memory it has', () => {
    tf.tidy(() => {
      const parameter = assignInPlace(variable([1, 2]));
      const update = (): void => parameter.assign(tf.sub(parameter, tf.tensor1d([1, 1])));
      update();
      expect(operationsOf(update)).toEqual(['ReadVariableOp', 'AssignVariableOp']);
      expect([...parameter.dataSync()]).toEqual([-1, 0]);
      parameter.dispose();
    });
  });

  it('leaves a copy of a parameter as it was', () => {
    tf.tidy(() => {
      const parameter = assignInPlace(variable([1, 2]));
      const before = tf.reshape(parameter, [2, 1]);
      const same = parameter.clone();
      parameter.assign(tf.tensor1d([0, 1]));
      const between = tf.reshape(parameter, [1, 2]);
      parameter.assign(tf.tensor1d([-1, 0]));
      expect([...before.dataSync()]).toEqual([1, 2]);
      expect([...between.dataSync()]).toEqual([0, 1]);
      expect([...parameter.dataSync()]).toEqual([-1, 0]);
      expect([...same.dataSync()]).toEqual([1, 2]);
      parameter.dispose();
    });
  });

  it('assigns to a parameter where it lies, unless a copy is held', () => {
    tf.tidy(() => {
      const parameter = new Parameter({ name: 'weight', shape: [2], values: [1, 2] });
      const { dataId } = parameter.variable;
      const value = tf.tensor1d([3, 4]);
      parameter.variable.assign(value);
      expect([...parameter.variable.dataSync()]).toEqual([3, 4]);
      expect([...value.dataSync()]).toEqual([3, 4]);
      expect(parameter.variable.dataId).toBe(dataId);
      const copy = parameter.variable.clone();
      parameter.variable.assign(tf.tensor1d([5, 6]));
      expect([...copy.dataSync()]).toEqual([3, 4]);
      expect([...parameter.variable.dataSync()]).toEqual([5, 6]);
      parameter.dispose();
    });
  });

  it('replays a step that reads a variable after assigning to it', () => {
    const [weight, speed] = ['weight', 'speed'].map(
      (name) => new Parameter({ name, shape: [2], values: [1, 2] }).variable,
    ) as [tf.Variable, tf.Variable];
    const step = compileStep({
      step: () => {
        speed.assign(tf.mul(speed, 0.5));
        weight.assign(tf.sub(weight, speed));
        return [tf.mul(weight, 1)]; // a clone of the weight would keep its memory
      },
      replayable: true,
      externals: () => [weight, speed],
    });
    let expected = [1, 2];
    for (let run = 1; run <= 8; run++) {
      expected = expected.map((value, index) => value - (index + 1) / 2 ** run);
      expect([...step.run()[0]!.dataSync()]).toEqual(expected);
    }
    expect(step.replay).toBe('replayed');
    step.dispose();
    for (const variable of [weight, speed]) variable.dispose();
  });

  it('frees a parameter that was updated', () => {
    const before = backend.binding.getNumOfTensors();
    const parameter = variable([1, 2]);
    tf.tidy(() => {
      runningAverageUpdate(parameter, tf.tensor1d([3, 4]), 0.5);
      expect([...parameter.dataSync()]).toEqual([2, 3]);
    });
    parameter.dispose();
    // Constants stay: the rate, at most.
    expect(backend.binding.getNumOfTensors() - before).toBeLessThanOrEqual(1);
  });

  it('shares the memory of staged tensors', () => {
    const staged = engineCapabilities().allocateStaging!([2, 2], 'float32');
    staged.view().set([1, 2, 3, 4]);
    expect([...staged.tensor.dataSync()]).toEqual([1, 2, 3, 4]);
    staged.view()[3] = 9;
    expect([...tf.square(staged.tensor).dataSync()]).toEqual([1, 4, 9, 81]);
    staged.tensor.dispose();
    const counter = engineCapabilities().allocateStaging!([], 'int32');
    counter.view()[0] = 7;
    expect([...counter.tensor.dataSync()]).toEqual([7]);
    counter.tensor.dispose();
  });

  it('differentiates labels that do not sum to one', () => {
    tf.tidy(() => {
      const logits = tf.variable(tf.tensor2d([[0, 0]]));
      const { value, gradients } = valueAndGradients(
        () => softmaxCrossEntropy(tf.tensor2d([[0.5, 0]]), tf.mul(logits, 1) as tf.Tensor2D),
        [logits],
      );
      expect(value.dataSync()[0]).toBeCloseTo(0.5 * Math.LN2, 6);
      expect([...gradients[0]!.dataSync()]).toEqual([-0.25, 0.25]);
      logits.dispose();
    });
  });

  it('gives the gradient of max pooling to the first of equal values', () => {
    tf.tidy(() => {
      const x = tf.tensor4d([1, 1, 0, 1], [1, 2, 2, 1]);
      const y = tf.maxPool(x, 2, 2, 'valid');
      const dx = tf
        .engine()
        .runKernel(
          maxPoolGrad.name,
          { dy: tf.onesLike(y), input: x, output: y },
          { filterSize: [2, 2], strides: [2, 2], pad: 'valid' },
        ) as tf.Tensor;
      expect([...dx.dataSync()]).toEqual([1, 0, 0, 0]);
    });
  });

  it('runs what tfjs-node cannot on current Node', () => {
    tf.tidy(() => {
      const { values, indices } = tf.topk(tf.tensor1d([1, 5, 3]), 2);
      expect([...values.dataSync()]).toEqual([5, 3]);
      expect([...indices.dataSync()]).toEqual([1, 2]);
      expect([...tf.prelu(tf.tensor1d([-2, 2]), tf.tensor1d([0.5, 0.5])).dataSync()]).toEqual([-1, 2]);
    });
  });

  (existsSync(quietAddon) ? it : it.skip)(
    'silences what TensorFlow greets with, and nothing after',
    async () => {
      const script = `
      const module = { exports: {} };
      process.dlopen(module, process.argv[1]);
      const say = (word) => require('node:fs').writeSync(2, word);
      say('before '); module.exports.mute(); say('during '); module.exports.unmute(); say('after');
    `;
      const { errors } = await runProgram(process.execPath, ['-e', script, quietAddon]);
      expect(errors).toBe('before after');
    },
  );

  it('is chosen a second time without loading anything again', async () => {
    const before = tf.backend();
    await useBackend('node');
    expect(tf.backend()).toBe(before);
  });
});
