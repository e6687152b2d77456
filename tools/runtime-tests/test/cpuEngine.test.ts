import { beforeAll, describe, expect, it } from '@jest/globals';
import { configureEngine, engineInfo } from '@neutype/backend-cpu';
import { useBackend } from '@neutype/core';
import { describeContract } from './describeContract.js';

/** V8's revectorizer works from Node 24 on. */
const wide =
  Number(process.versions.v8.split('.')[0]) >= 13 ? [{ variant: 'wide', threads: 2 } as const] : [];

describe.each([
  { variant: 'simd', threads: 1 },
  { variant: 'simd', threads: 2 },
  { variant: 'relaxed', threads: 2 },
  { variant: 'javascript', threads: 1 },
  ...wide,
] as const)('CPU engine, variant $variant, $threads threads', (options) => {
  beforeAll(() => {
    configureEngine(options);
    return useBackend('cpu');
  });

  it('runs as asked', () => {
    expect(engineInfo()).toMatchObject(options);
  });

  describeContract();
});
