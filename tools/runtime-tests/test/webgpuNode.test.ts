import { beforeAll, describe, it } from '@jest/globals';
import { diagnoseWebgpu, findWebgpu } from '@neutype/backend-webgpu';
import { useBackend } from '@neutype/core';
import { contractCases } from '../src/index.js';
import { describeCases } from './describeContract.js';

const { available, detail } = diagnoseWebgpu(await findWebgpu());

if (available) {
  describe(`WebGPU in Node: ${detail}`, () => {
    beforeAll(() => useBackend('webgpu'));
    describeCases(contractCases({ leakSteps: 10 }));
  });
} else {
  const line = `WebGPU in Node not tested: ${detail}`;
  process.stderr.write(`${line}\n`);
  // biome-ignore lint/suspicious/noSkippedTests: few machines without a screen have a driver that Dawn accepts.
  it.skip(line, () => {});
}
