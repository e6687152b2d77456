import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { NeutypeError } from '@neutype/errors';
import { type Draw, fuzz } from '@neutype/fuzz';
import { Network } from '@neutype/layers';
import { loadOnnx } from '../../src/index.js';
import { mutatedBytes, mutatedModel } from './mutated.js';

const GOLDEN = new URL('../golden/onnx/', import.meta.url);

const FILES = readdirSync(GOLDEN)
  .filter((name) => name.endsWith('.onnx'))
  .map((name) => new Uint8Array(readFileSync(new URL(name, GOLDEN))));

/** For as many runs as `NEUTYPE_FUZZ_RUNS` asks for. */
const HOURS = 3_600_000;

const KINDS = [
  { kind: 'bytes', mutated: mutatedBytes },
  { kind: 'statements', mutated: mutatedModel },
];

it.each(KINDS)(
  'refuses a file with changed $kind, or makes a network of it',
  async ({ mutated }) => {
    let networks = 0;
    await fuzz(1000, async (draw: Draw) => {
      const file = mutated(draw, draw.of(FILES));
      try {
        expect(await loadOnnx(file)).toBeInstanceOf(Network);
        networks += 1;
      } catch (error) {
        if (!(error instanceof NeutypeError)) throw error;
      }
    });
    expect(networks).toBeGreaterThan(0);
  },
  HOURS,
);
