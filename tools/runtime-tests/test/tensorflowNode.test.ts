import { beforeAll, describe, it } from '@jest/globals';
import { diagnoseNodeBackend } from '@neutype/backend-node';
import { useBackend } from '@neutype/core';
import { describeContract } from './describeContract.js';

const { available, detail } = await diagnoseNodeBackend();

if (available) {
  describe(`native TensorFlow: ${detail}`, () => {
    beforeAll(() => useBackend('node'));
    describeContract();
  });
} else {
  const line = `native TensorFlow not tested: ${detail}`;
  process.stderr.write(`${line}\n`);
  // biome-ignore lint/suspicious/noSkippedTests: native TensorFlow cannot be installed everywhere.
  it.skip(line, () => {});
}
