import { describe, expect, it } from '@jest/globals';
import { type Random, random as seeded } from '@neutype/random';
import { CorruptFileError, parseIdx } from '../../src/index.js';
import { fuzzed, fuzzTimeout } from '../support/fuzz.js';

const BYTES = new Map([
  [0x08, 1],
  [0x09, 1],
  [0x0b, 2],
  [0x0c, 4],
  [0x0d, 4],
  [0x0e, 8],
]);
const ODD = [0, 1, 2, 3, 28, 255, 256, 65_535, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

/** A right file, of any type and up to four dimensions. */
function rightFile(random: Random): { bytes: Uint8Array; shape: number[] } {
  const type = [...BYTES.keys()][random.integer(BYTES.size)]!;
  const shape = Array.from({ length: random.integer(5) }, () => random.integer(5));
  const count = shape.reduce((product, side) => product * side, 1);
  const bytes = new Uint8Array(4 + 4 * shape.length + count * BYTES.get(type)!);
  bytes.set([0, 0, type, shape.length]);
  for (const [axis, side] of shape.entries()) new DataView(bytes.buffer).setUint32(4 + 4 * axis, side);
  for (let at = 4 + 4 * shape.length; at < bytes.length; at++) bytes[at] = random.integer(256);
  return { bytes, shape };
}

/** The file changed in up to three ways: bytes, lengths, dimensions, a number of dimensions that is absurd. */
function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  let file = Uint8Array.from(bytes);
  for (let changes = 1 + random.integer(3); changes > 0; changes--) {
    const at = random.integer(Math.max(1, file.length));
    const kind = random.integer(5);
    if (kind === 0) file[at] = random.integer(256);
    else if (kind === 1) file = file.slice(0, at);
    else if (kind === 2) file = Uint8Array.of(...file, ...file.subarray(at));
    else if (kind === 3 && file.length > 3) file[3] = random.integer(256);
    else if (file.length >= 8) {
      const axis = random.integer(Math.floor((file.length - 4) / 4));
      new DataView(file.buffer).setUint32(4 + 4 * axis, ODD[random.integer(ODD.length)]!);
    }
  }
  return file;
}

describe('parseIdx, given anything', () => {
  const { numRuns, seed } = fuzzed(3000);

  it(
    `gives an array as large as the file says and is, or a CorruptFileError (seed ${seed})`,
    () => {
      for (let run = 0; run < numRuns; run++) {
        const random = seeded(seed + run);
        const right = rightFile(random);
        expect(parseIdx(right.bytes).shape).toEqual(right.shape);
        const file = mutated(right.bytes, random);
        try {
          const array = parseIdx(file, 'the file');
          const bytes = BYTES.get(file[2]!)!;
          expect([...file.subarray(0, 2)]).toEqual([0, 0]);
          expect(array.shape.length).toBe(file[3]);
          expect(array.data.length * bytes).toBe(file.length - 4 - 4 * array.shape.length);
        } catch (error) {
          if (!(error instanceof CorruptFileError)) throw new Error(`seed ${seed + run}`, { cause: error });
          expect(error.message).toMatch(/^the file: .{10,400}\.$/);
          expect(error.message).not.toMatch(/NaN|undefined|\p{Cc}/u);
        }
      }
    },
    fuzzTimeout,
  );
});

describe('absurd headers', () => {
  function header(...sides: number[]): Uint8Array {
    const bytes = new Uint8Array(4 + 4 * sides.length);
    bytes.set([0, 0, 8, sides.length]);
    for (const [axis, side] of sides.entries()) new DataView(bytes.buffer).setUint32(4 + 4 * axis, side);
    return bytes;
  }

  it('dimensions of the largest size are refused in one line', () => {
    const sides = (count: number): number[] => new Array<number>(count).fill(0xffff_ffff);
    expect(() => parseIdx(header(...sides(32)))).toThrow(
      /^IDX file: .* the header announces 32 dimensions of uint8, expected more than 2\^53 bytes, got 132\.$/,
    );
    expect(() => parseIdx(header(...sides(255)))).toThrow('expected 32 dimensions at most, got 255.');
  });

  it('no elements are no elements, however large the other dimensions', () => {
    const { shape, data } = parseIdx(header(0xffff_ffff, 0, 0xffff_ffff));
    expect(shape).toEqual([0xffff_ffff, 0, 0xffff_ffff]);
    expect(data.length).toBe(0);
    expect(parseIdx(header(...new Array<number>(31).fill(0xffff_ffff), 0)).size).toBe(0);
  });

  it.each([[[0, 1, 8, 1]], [[1, 0, 8, 1]]])('two bytes that are not zero are refused: %j', (magic) => {
    expect(() => parseIdx(Uint8Array.from([...magic, 0, 0, 0, 1, 5]))).toThrow('not an IDX file');
  });

  it.each([[[0, 0, 8, 1, 0, 0, 0, 0]], ['text'], [undefined], [new ArrayBuffer(8)]])(
    'what is no array of bytes is refused: %p',
    (value) => {
      expect(() => parseIdx(value as unknown as Uint8Array)).toThrow(
        /^parseIdx: expected bytes as a Uint8Array, got /,
      );
    },
  );
});
