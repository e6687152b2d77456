import { expect, it } from '@jest/globals';
import { type Draw, fuzz } from '@neutype/fuzz';
import { ndarray, sizeOf } from '@neutype/ndarray';
import { writeSafetensors } from '@neutype/storage';
import { networkFromFile } from '../src/worker/weights/weightFile.js';
import { WeightsFileError } from '../src/worker/weights/weightsFileError.js';

const SHAPES: Readonly<Record<string, readonly number[]>> = {
  'preprocessing/mean': [784],
  'relu-1.weight': [784, 2],
  'relu-1.bias': [2],
  'softmax-1.weight': [2, 10],
  'softmax-1.bias': [10],
};
const TENSORS = Object.entries(SHAPES).map(([name, shape]) => {
  const values = Float32Array.from({ length: sizeOf(shape) }, (_, index) => index / 7);
  return [name, ndarray(values, shape)] as const;
});
const PIECES = writeSafetensors(new Map(TENSORS), { architecture: 'input(784).to(relu(2), softmax(10))' });
const VALID = Uint8Array.from(PIECES.flatMap((piece) => [...piece]));
const HEADER = new TextDecoder().decode(PIECES[0]?.subarray(8));
const DATA = VALID.subarray(8 + HEADER.length);
const OUT_OF_PLACE = ['null', '[]', '{}', '-1', '0', '4', '1e308', '0.5', '"F16"', 'true', '[4,8]', '[-4,0]'];

/** The file with words of its header taken out, doubled, or replaced by values that are out of place. */
function withMutatedHeader(draw: Draw): Uint8Array {
  const words = HEADER.match(/"[^"]*"|[\d.]+|[[\]{}:,]|\s+/g) ?? [];
  for (let edits = 1 + draw.below(3); edits > 0; edits--) {
    const at = draw.below(words.length);
    const kind = draw.below(4);
    if (kind === 0) words.splice(at, 1);
    else if (kind === 1) words.splice(at, 0, ...words.slice(at, at + 1 + draw.below(20)));
    else if (kind === 2) words[at] = draw.of(OUT_OF_PLACE);
    else words[at] = draw.of(words);
  }
  const text = new TextEncoder().encode(words.join(''));
  const file = new Uint8Array(8 + text.length + DATA.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(DATA, 8 + text.length);
  return file;
}

function withMutatedBytes(draw: Draw): Uint8Array {
  const file = VALID.slice(0, draw.chance(0.2) ? draw.below(VALID.length) : VALID.length);
  for (let edits = draw.below(5); edits > 0 && file.length > 0; edits--) {
    const end = draw.chance(0.8) ? Math.min(file.length, 8 + HEADER.length) : file.length;
    file[draw.below(end)] = draw.below(256);
  }
  return file;
}

it('a mutated file becomes a network whose weights are numbers, or is refused in words', async () => {
  const files: Uint8Array[] = [];
  await fuzz(1000, (draw) => {
    files.push(draw.chance(0.5) ? withMutatedHeader(draw) : withMutatedBytes(draw));
  });
  let taken = 0;
  for (const file of files) {
    try {
      const { network } = await networkFromFile(file);
      taken += 1;
      for (const parameter of network.parameters) {
        expect((await parameter.read()).every(Number.isFinite)).toBe(true);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(WeightsFileError);
    }
  }
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(files.length);
});
