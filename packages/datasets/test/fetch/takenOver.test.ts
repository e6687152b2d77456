import { describe, expect, it } from '@jest/globals';
import { cachedFile } from '../../src/fetch/cachedFile.js';
import { TakenOverError } from '../../src/fetch/diskErrors.js';
import { type FileCache, memoryPartial } from '../../src/fetch/partial.js';
import { sampleFile } from '../support/gzipSample.js';
import { serve, startMirror } from '../support/mirror.js';
import { describedSample } from '../support/scene.js';

describe('a cache that others take over again and again', () => {
  it('is left to them: the file is fetched into memory', async () => {
    const sample = sampleFile(20_000);
    const mirror = await startMirror(serve(sample.gzip));
    async function taken(): Promise<never> {
      throw new TakenOverError('another process took this file over.');
    }
    const cache: FileCache = {
      place: 'a shared disk',
      read: async () => undefined,
      pathOf: (name) => name,
      remove: async () => {},
      partial: () => ({ ...memoryPartial(async () => {}, { resumable: true }), commit: taken }),
      exclusively: (_name, work) => work(),
    };
    try {
      const { content, source } = await cachedFile(describedSample(sample, [mirror]), cache, {});
      expect(Buffer.compare(content, sample.content)).toBe(0);
      expect(source).toBe('download');
      expect(mirror.requests.length).toBeLessThanOrEqual(3);
    } finally {
      await mirror.close();
    }
  });
});
