import { expect, it } from '@jest/globals';
import { env, getKernel, registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { keepOffCpu } from '../src/index.js';

it('keepOffCpu forbids the way over the CPU while its kernel runs, and leaves the flag as it was', () => {
  env().registerFlag('WEBGL_CPU_FORWARD', () => true);
  const seen: boolean[] = [];
  registerKernel({
    kernelName: 'Watched',
    backendName: 'webgl',
    kernelFunc: () => {
      seen.push(env().getBool('WEBGL_CPU_FORWARD'));
      if (seen.length > 1) throw new Error('in the middle');
      return {} as TensorInfo;
    },
  });
  keepOffCpu('Watched', 'webgl');
  const run = () => getKernel('Watched', 'webgl').kernelFunc({ inputs: {}, backend: {}, attrs: {} });
  run();
  expect(env().getBool('WEBGL_CPU_FORWARD')).toBe(true);
  expect(run).toThrow('in the middle');
  expect(env().getBool('WEBGL_CPU_FORWARD')).toBe(true);
  expect(seen).toEqual([false, false]);
});
