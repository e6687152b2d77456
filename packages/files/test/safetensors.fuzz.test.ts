import { expect, it } from '@jest/globals';
import { DataError } from '@neutype/errors';
import { type Draw, fuzz } from '@neutype/fuzz';
import { ndarray, sizeOf } from '@neutype/ndarray';
import { readSafetensors, writeSafetensors } from '../src/index.js';
import { fileOf, headerOf, whole } from './support/fileOf.js';

const VALID = whole(
  writeSafetensors(
    {
      'relu-1.weight': ndarray([[1, 2, 3]]),
      'relu-1.bias': ndarray([4, 5, 6]),
      labels: ndarray(Uint8Array.of(1, 2, 3, 4)),
    },
    { architecture: 'input(1).to(relu(3))' },
  ),
);
const HEADER = headerOf(VALID);
const DATA = VALID.subarray(8 + HEADER.length);
const OUT_OF_PLACE = [
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
  '"I64"',
  'true',
  '[4,8]',
  '[-4,0]',
];

/** The header with words of it taken out, doubled, or replaced by values that are out of place. */
function mutatedHeader(draw: Draw): string {
  const words = HEADER.match(/"[^"]*"|[\d.]+|[[\]{}:,]|\s+/g) ?? [];
  for (let edits = 1 + draw.below(3); edits > 0; edits--) {
    const at = draw.below(words.length);
    const kind = draw.below(4);
    if (kind === 0) words.splice(at, 1);
    else if (kind === 1) words.splice(at, 0, ...words.slice(at, at + 1 + draw.below(20)));
    else if (kind === 2) words[at] = draw.of(OUT_OF_PLACE);
    else words[at] = draw.of(words);
  }
  return words.join('');
}

function mutatedBytes(draw: Draw): Uint8Array {
  const file = VALID.slice(0, draw.chance(0.2) ? draw.below(VALID.length) : VALID.length);
  for (let edits = draw.below(5); edits > 0 && file.length > 0; edits--) {
    const end = draw.chance(0.8) ? Math.min(file.length, 8 + HEADER.length) : file.length;
    file[draw.below(end)] = draw.below(256);
  }
  return file;
}

it('a mutated file is read with every byte in exactly one tensor, or refused in words', async () => {
  await fuzz(5000, async (draw) => {
    const file = draw.chance(0.5) ? fileOf(mutatedHeader(draw), DATA) : mutatedBytes(draw);
    try {
      const { tensors } = await readSafetensors(file);
      const described = JSON.parse(headerOf(file)) as Record<string, { data_offsets: [number, number] }>;
      let bytes = 0;
      for (const [name, { shape, data }] of tensors) {
        const [begin, end] = described[name]!.data_offsets;
        bytes += end - begin;
        expect(data.length).toBe(sizeOf(shape));
      }
      expect(8 + new TextEncoder().encode(headerOf(file)).length + bytes).toBe(file.length);
    } catch (error) {
      expect(error).toBeInstanceOf(DataError);
    }
  });
});

it('whatever was written is read back', async () => {
  const characters = ['a', '.', '/', '"', '\\', 'ü', '\u2028', '😀', '\0', '__proto__'];
  await fuzz(500, async (draw) => {
    const names = Array.from({ length: draw.below(6) }, () =>
      Array.from({ length: draw.below(5) }, () => draw.of(characters)).join(''),
    );
    const written = new Map(
      names.map((name) => {
        const shape = Array.from({ length: draw.below(4) }, () => draw.below(4));
        const values = Array.from({ length: sizeOf(shape) }, () => draw.below(200) / 8 - 10);
        return [name, ndarray(draw.of([Float32Array, Float64Array, Int8Array]).from(values), shape)];
      }),
    );
    const metadata = { note: draw.of(characters) };
    const read = await readSafetensors(whole(writeSafetensors(written, metadata)));
    expect(read.metadata).toEqual(metadata);
    expect(Object.fromEntries(read.tensors)).toEqual(Object.fromEntries(written));
  });
});
