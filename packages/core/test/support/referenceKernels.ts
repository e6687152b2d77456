import { type KernelConfig, registerKernel, type TensorInfo, unregisterKernel } from '@tensorflow/tfjs-core';
import * as core from '../../src/index.js';
import { dropoutScale } from '../../src/operations/dropout.js';

/** What a kernel needs of tfjs's CPU backend. */
interface CpuBackend {
  readSync(dataId: object): Float32Array;
  write(values: Float32Array, shape: number[], dtype: string): object;
}

/** The attributes of all kernels together. */
interface AllAttrs {
  readonly activation: string;
  readonly alpha: number;
  readonly epsilon: number;
  readonly rate: number;
  readonly key0: number;
  readonly key1: number;
  readonly momentum: number;
  readonly nesterov: boolean;
}

type Inputs = Record<string, TensorInfo>;
type Compute = (
  read: (name: string) => Float32Array,
  inputs: Inputs,
  attrs: AllAttrs,
) => [Float32Array, number[]][];

/** Neutype's kernels in plain loops, written from what the operations declare, for tfjs's own CPU backend. */
const reference: Record<string, Compute> = {
  [core.NeutypeActivationGrad.kernel]: (read, inputs, { activation, alpha }) => {
    const slope: Record<string, (y: number) => number> = {
      relu: (y) => (y > 0 ? 1 : 0),
      relu6: (y) => (y > 0 && y < 6 ? 1 : 0),
      sigmoid: (y) => y * (1 - y),
      tanh: (y) => 1 - y * y,
      elu: (y) => (y >= 0 ? 1 : y + 1),
      leakyrelu: (y) => (y > 0 ? 1 : alpha),
    };
    const y = read('y');
    return [[read('dy').map((dy, i) => dy * slope[activation]!(y[i]!)), inputs['y']!.shape]];
  },
  [core.NeutypeSoftmaxCrossEntropy.kernel]: (read, inputs) => {
    const [labels, logits] = [read('labels'), read('logits')];
    const [rows, columns] = inputs['logits']!.shape as [number, number];
    const gradient = new Float32Array(logits.length);
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      const z = [...logits.subarray(row * columns, (row + 1) * columns)];
      const t = [...labels.subarray(row * columns, (row + 1) * columns)];
      const largest = Math.max(...z);
      const total = z.reduce((sum, value) => sum + Math.exp(value - largest), 0);
      const weight = t.reduce((sum, value) => sum + value, 0);
      z.forEach((value, column) => {
        const logProbability = value - largest - Math.log(total);
        loss -= (t[column]! * logProbability) / rows;
        gradient[row * columns + column] = (Math.exp(logProbability) * weight - t[column]!) / rows;
      });
    }
    return [
      [Float32Array.of(loss), []],
      [gradient, [rows, columns]],
    ];
  },
  [core.NeutypeSigmoidCrossEntropy.kernel]: (read, inputs) => {
    const labels = read('labels');
    const logits = read('logits');
    const terms = [...logits].map(
      (z, i) => Math.max(z, 0) - z * labels[i]! + Math.log1p(Math.exp(-Math.abs(z))),
    );
    return [
      [Float32Array.of(terms.reduce((sum, term) => sum + term, 0) / logits.length), []],
      [logits.map((z, i) => (1 / (1 + Math.exp(-z)) - labels[i]!) / logits.length), inputs['logits']!.shape],
    ];
  },
  [core.NeutypeBatchNormTraining.kernel]: (read, inputs, { epsilon }) => {
    const [x, gamma, beta] = [read('x'), read('gamma'), read('beta')];
    const channels = gamma.length;
    const column = (channel: number) => [...x].filter((_, i) => i % channels === channel);
    const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const mean = gamma.map((_, channel) => average(column(channel)));
    const variance = gamma.map((_, channel) =>
      average(column(channel).map((v) => (v - mean[channel]!) ** 2)),
    );
    const invStd = variance.map((spread) => 1 / Math.sqrt(spread + epsilon));
    const y = x.map((v, i) => {
      const channel = i % channels;
      return gamma[channel]! * (v - mean[channel]!) * invStd[channel]! + beta[channel]!;
    });
    return [
      [y, inputs['x']!.shape],
      [mean, [channels]],
      [variance, [channels]],
      [invStd, [channels]],
    ];
  },
  [core.NeutypeBatchNormTrainingGrad.kernel]: (read, inputs) => {
    const [dy, x, gamma, mean, invStd] = ['dy', 'x', 'gamma', 'mean', 'invStd'].map(read) as Float32Array[];
    const channels = gamma!.length;
    const count = x!.length / channels;
    const normalized = x!.map((v, i) => (v - mean![i % channels]!) * invStd![i % channels]!);
    const dbeta = new Float32Array(channels);
    const dgamma = new Float32Array(channels);
    dy!.forEach((d, i) => {
      dbeta[i % channels]! += d;
      dgamma[i % channels]! += d * normalized[i]!;
    });
    const dx = dy!.map((d, i) => {
      const channel = i % channels;
      const centered = d - dbeta[channel]! / count - (normalized[i]! * dgamma[channel]!) / count;
      return gamma![channel]! * invStd![channel]! * centered;
    });
    return [
      [dx, inputs['x']!.shape],
      [dgamma, [channels]],
      [dbeta, [channels]],
    ];
  },
  [core.NeutypeRunningAverage.kernel]: (read, _, { rate }) => {
    const batch = read('batch');
    const running = read('running');
    running.forEach((value, i) => {
      running[i] = (1 - rate) * value + rate * batch[i]!;
    });
    return [];
  },
  [core.NeutypeDropout.kernel]: (read, inputs, { rate, key0, key1 }) => {
    const x = read('x');
    const scale = dropoutScale(x.length, rate, [key0, key1], read('counter')[0]!);
    const { shape } = inputs['x']!;
    return [
      [x.map((value, i) => value * scale[i]!), shape],
      [scale, shape],
    ];
  },
  [core.NeutypeAssign.kernel]: (read) => {
    read('target').set(read('value'));
    return [];
  },
};

/** Runs `body` while tfjs's CPU backend has Neutype's kernels. */
export async function withReferenceKernels(body: () => void | Promise<void>): Promise<void> {
  for (const [name, compute] of Object.entries(reference)) registerKernel(kernelConfig(name, compute));
  try {
    await body();
  } finally {
    for (const name of Object.keys(reference)) unregisterKernel(name, 'cpu');
  }
}

function kernelConfig(kernelName: string, compute: Compute): KernelConfig {
  return {
    kernelName,
    backendName: 'cpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const cpu = backend as CpuBackend;
      const given = inputs as Inputs;
      function read(name: string) {
        const values = cpu.readSync(given[name]!.dataId);
        // A cast to float32 leaves tfjs's CPU backend with the array of integers.
        return given[name]!.dtype === 'float32' && values.constructor !== Float32Array
          ? Float32Array.from(values)
          : values;
      }
      const outputs = compute(read, given, (attrs ?? {}) as unknown as AllAttrs).map(([values, shape]) => ({
        dataId: cpu.write(values, shape, 'float32'),
        shape,
        dtype: 'float32' as const,
      }));
      return outputs.length === 1 ? outputs[0]! : outputs;
    },
  };
}
