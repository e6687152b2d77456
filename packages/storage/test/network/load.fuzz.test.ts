import { expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { NeutypeError } from '@neutype/core';
import { standardScaler } from '@neutype/datasets';
import { FileError } from '@neutype/files';
import { input, relu, softmax } from '@neutype/layers';
import { type Random, random } from '@neutype/random';
import { load, networkToSafetensors, readSafetensors } from '../../src/index.js';

/** `NEUTYPE_FUZZ_RUNS=1000000` asks for more, `NEUTYPE_FUZZ_SEED` for others. */
const RUNS = Number(process.env['NEUTYPE_FUZZ_RUNS'] ?? 4000);
const SEED = Number(process.env['NEUTYPE_FUZZ_SEED'] ?? 0);

it(
  `${RUNS} changed files are loaded as networks, or refused in words`,
  async () => {
    const valid = await validFile();
    const headerEnd = 8 + Number(new DataView(valid.buffer).getBigUint64(0, true));
    const header = new TextDecoder().decode(valid.subarray(8, headerEnd));
    const words = header.match(/\\?"[^"\\]*\\?"|[\d.]+|[[\]{}:,]|\s+/g) ?? [];
    const seen = { loaded: 0, refused: 0 };
    for (let run = 0; run < RUNS; run++) {
      const draw = random(SEED).split('file').split(run);
      const file =
        draw.integer(3) === 0
          ? changedBytes(valid, headerEnd, draw)
          : fileOf(changedWords(words, draw), valid.subarray(headerEnd));
      for (const read of [readSafetensors, load]) {
        try {
          await read(file);
          seen.loaded += 1;
        } catch (error) {
          seen.refused += 1;
          if (error instanceof NeutypeError || error instanceof FileError) continue;
          throw new Error(`run ${run} with NEUTYPE_FUZZ_SEED=${SEED}`, { cause: error });
        }
      }
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(seen.loaded).toBeGreaterThan(RUNS / 100);
    expect(seen.refused).toBeGreaterThan(RUNS / 4);
  },
  2 ** 31 - 1,
);

async function validFile(): Promise<Uint8Array<ArrayBuffer>> {
  const network = input(2).to(relu(3), softmax(2));
  network.initialize(random(0));
  const preparation = standardScaler([
    [1, 2],
    [3, 5],
  ]);
  const pieces = await networkToSafetensors(network, { classes: ['a', 'b'], preparation, seed: 3 });
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** In JSON within JSON, quotes are escaped: odd values are for both. */
const ODD = [
  'null',
  '[]',
  '{}',
  '-1',
  '0',
  '3',
  '1e9',
  '1e308',
  '0.5',
  '9007199254740993',
  '\\"x\\"',
  '"F16"',
  'true',
];

/** The header with words of it taken out, doubled, or replaced by others and by values that are out of place. */
function changedWords(words: readonly string[], draw: Random): string {
  const changed = [...words];
  for (let edits = 1 + draw.integer(3); edits > 0; edits--) {
    const at = draw.integer(changed.length);
    const kind = draw.integer(4);
    if (kind === 0) changed.splice(at, 1);
    else if (kind === 1) changed.splice(at, 0, ...changed.slice(at, at + 1 + draw.integer(20)));
    else if (kind === 2) changed[at] = ODD[draw.integer(ODD.length)] as string;
    else changed[at] = changed[draw.integer(changed.length)] as string;
  }
  return changed.join('');
}

function changedBytes(
  valid: Uint8Array<ArrayBuffer>,
  headerEnd: number,
  draw: Random,
): Uint8Array<ArrayBuffer> {
  const file = valid.slice(0, draw.integer(5) === 0 ? 1 + draw.integer(valid.length) : valid.length);
  for (let edits = draw.integer(4); edits > 0; edits--) {
    file[draw.integer(draw.integer(5) === 0 ? file.length : Math.min(file.length, headerEnd))] =
      draw.integer(256);
  }
  return file;
}

function fileOf(header: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  return file;
}
