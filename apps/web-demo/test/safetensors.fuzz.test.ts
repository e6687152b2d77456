import { describe, expect, it } from '@jest/globals';
import { decodeWeights, encodeWeights } from '../src/worker/weights/safetensors.js';
import { networkFromFile } from '../src/worker/weights/weightFile.js';
import { WeightsFileError } from '../src/worker/weights/weightsFileError.js';
import { type Draw, fuzz } from './support/fuzz.js';

const architecture = 'input(784).to(relu(2), softmax(10))';
const arrays = [
  ['preprocessing/mean', [784]],
  ['relu-1.weight', [784, 2]],
  ['relu-1.bias', [2]],
  ['softmax-1.weight', [2, 10]],
  ['softmax-1.bias', [10]],
].map(([name, shape]) => ({
  name: name as string,
  shape: shape as number[],
  values: Float32Array.from({ length: (shape as number[]).reduce((a, b) => a * b) }, (_, index) => index / 7),
}));
const valid = encodeWeights(arrays, { architecture });
const header = new TextDecoder().decode(
  valid.subarray(8, 8 + Number(new DataView(valid.buffer).getBigUint64(0, true))),
);
const data = valid.subarray(8 + header.length);

const values = [
  'null',
  '[]',
  '{}',
  '-1',
  '0',
  '4',
  '8',
  '1e308',
  '0.5',
  '9007199254740993',
  '"F16"',
  '"F32"',
  'true',
  '[4,8]',
  '[-4,0]',
];

/** The header with words of it taken out, doubled, or replaced by values that are out of place. */
function mutatedHeader(draw: Draw): string {
  const words = header.match(/"[^"]*"|[\d.]+|[[\]{}:,]|\s+/g) ?? [];
  for (let edits = 1 + draw.below(3); edits > 0; edits--) {
    const at = draw.below(words.length);
    const kind = draw.below(4);
    if (kind === 0) words.splice(at, 1);
    else if (kind === 1) words.splice(at, 0, ...words.slice(at, at + 1 + draw.below(20)));
    else if (kind === 2) words[at] = draw.of(values);
    else words[at] = draw.of(words);
  }
  return words.join('');
}

function withHeader(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const file = new Uint8Array(8 + bytes.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(bytes.length), true);
  file.set(bytes, 8);
  file.set(data, 8 + bytes.length);
  return file;
}

function mutatedBytes(draw: Draw): Uint8Array {
  const file = valid.slice(0, draw.chance(0.2) ? draw.below(valid.length) : valid.length);
  for (let edits = draw.below(5); edits > 0 && file.length > 0; edits--) {
    const end = draw.chance(0.8) ? Math.min(file.length, 8 + header.length) : file.length;
    file[draw.below(end)] = draw.below(256);
  }
  return file;
}

function mutation(draw: Draw) {
  return draw.chance(0.5) ? withHeader(mutatedHeader(draw)) : mutatedBytes(draw);
}

describe('the weights file, fuzzed', () => {
  it('is read with every byte in exactly one tensor, or refused in words', () => {
    fuzz(3000, (draw) => {
      const file = mutation(draw);
      try {
        const { arrays: read } = decodeWeights(file);
        const length = Number(new DataView(file.buffer).getBigUint64(0, true));
        const floats = read.reduce((sum, array) => sum + array.values.length, 0);
        expect(8 + length + 4 * floats).toBe(file.length);
        for (const { shape, values: numbers } of read) {
          expect(numbers.length).toBe(shape.reduce((product, side) => product * side, 1));
        }
      } catch (error) {
        expect(error).toBeInstanceOf(WeightsFileError);
      }
    });
  });

  it('becomes a network whose weights are the file’s, or is refused in words', async () => {
    const taken: ReturnType<typeof networkFromFile>[] = [];
    fuzz(1000, (draw) => {
      try {
        taken.push(networkFromFile(mutation(draw)));
      } catch (error) {
        expect(error).toBeInstanceOf(WeightsFileError);
      }
    });
    for (const { network } of taken) {
      for (const parameter of network.parameters) {
        expect((await parameter.read()).every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('reads back whatever it wrote', () => {
    const characters = ['a', '.', '/', '"', '\\', 'ü', '\u2028', '😀', '\0', '__proto__'];
    fuzz(500, (draw) => {
      const names = new Set(
        Array.from({ length: draw.below(6) }, () =>
          Array.from({ length: draw.below(5) }, () => draw.of(characters)).join(''),
        ),
      );
      const written = [...names].map((name) => {
        const shape = Array.from({ length: draw.below(4) }, () => draw.below(4));
        const length = shape.reduce((product, side) => product * side, 1);
        return { name, shape, values: Float32Array.from({ length }, () => draw.below(1000) / 8 - 50) };
      });
      const metadata = { note: draw.of(characters) };
      expect(decodeWeights(encodeWeights(written, metadata))).toEqual({ arrays: written, metadata });
    });
  });
});
