import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Random, random as seeded } from '@neutype/random';
import { fuzzed, fuzzTimeout } from '../support/fuzz.js';
import { sampleFile } from '../support/gzipSample.js';
import { type Answer, type Mirror, serve } from '../support/mirror.js';
import { NAME, openScene, type Scene } from '../support/scene.js';

const sample = sampleFile(400_000);

/** With and without ranges, names of versions and sizes; in pieces, so that there are moments in between. */
function someServer(random: Random): Answer {
  const whole = random.integer(2) === 0;
  const named = random.integer(3) > 0;
  return (request, response, count) => {
    if (whole) return serve(sample.gzip, { ranges: named })(request, response, count);
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from >= sample.gzip.length) {
      response.writeHead(416);
      return response.end();
    }
    response.writeHead(from === 0 ? 200 : 206, {
      ...(named ? { etag: '"v1"' } : {}),
      ...(from === 0 ? {} : { 'content-range': `bytes ${from}-${sample.gzip.length - 1}/*` }),
    });
    function send(at: number): void {
      if (at >= sample.gzip.length) response.end();
      else response.write(sample.gzip.subarray(at, at + 20_000), () => setImmediate(send, at + 20_000));
    }
    send(from);
  };
}

/** Starts a process that fetches, and kills it so many milliseconds after its request came: before, amid or after. */
async function killed(scene: Scene, mirror: Mirror, milliseconds: number): Promise<void> {
  const program = join(import.meta.dirname, '../support/fetchInChild.mjs');
  const child = spawn(
    process.execPath,
    [
      '--import',
      '@neutype/jest-preset/sources',
      program,
      scene.directory,
      mirror.url,
      `${sample.content.length}`,
    ],
    { stdio: 'ignore' },
  );
  const gone = once(child, 'close');
  await Promise.race([mirror.asked(mirror.requests.length + 1), gone]);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  child.kill('SIGKILL');
  await gone;
}

describe('processes killed at any moment (SIGKILL)', () => {
  const { numRuns, seed } = fuzzed(4);

  it(
    `leave nothing that the next one cannot go on with (seed ${seed})`,
    async () => {
      for (let run = 0; run < numRuns; run++) {
        const random = seeded(seed + run);
        const scene = await openScene(sample);
        try {
          const mirror = await scene.mirror(someServer(random));
          for (let kills = 1 + random.integer(2); kills > 0; kills--)
            await killed(scene, mirror, random.integer(40));
          const { content } = await scene.fetch([mirror]);
          expect(Buffer.compare(content, sample.content)).toBe(0);
          // Killed between the file's last name and the tidying after it, a process leaves a lock or the notes on its
          // part, which nobody reads once the file is there.
          const left = (await scene.files()).filter((file) => !/\.(lock|part\.json)$/.test(file));
          expect(left).toEqual([`${NAME}.gz`]);
        } catch (error) {
          throw new Error(`seed ${seed + run}: ${(error as Error).message}`, { cause: error });
        } finally {
          await scene.close();
        }
      }
    },
    fuzzTimeout,
  );
});
