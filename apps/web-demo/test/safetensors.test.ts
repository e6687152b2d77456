import { describe, expect, it } from '@jest/globals';
import { decodeWeights, encodeWeights } from '../src/worker/weights/safetensors.js';
import { WeightsFileError } from '../src/worker/weights/weightsFileError.js';

const arrays = [
  { name: 'relu-1/weight', shape: [2, 3], values: Float32Array.of(1, -2, 3, 4.5, 5, 6) },
  { name: 'softmax-1/bias', shape: [1], values: Float32Array.of(0.25) },
];

/** A file with this header, word for word, and so many bytes behind it. */
function fileOf(header: unknown, bytes: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + bytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

function tensor(shape: unknown, offsets: unknown, dtype: unknown = 'F32') {
  return {
    dtype,
    shape,
    data_offsets: offsets,
  };
}

describe('safetensors', () => {
  it('reads back what it wrote', () => {
    const file = encodeWeights(arrays, { network: 'input(2).to(relu(3))' });
    expect(decodeWeights(file)).toEqual({ arrays, metadata: { network: 'input(2).to(relu(3))' } });
  });

  it('reads back names beyond ASCII, and those that objects have of their own', () => {
    const named = ['größe', '重み', '__proto__', 'constructor'].map((name, index) => ({
      name,
      shape: [1],
      values: Float32Array.of(index),
    }));
    for (let count = 1; count <= named.length; count++) {
      const written = named.slice(0, count);
      const file = encodeWeights(written);
      expect(Number(new DataView(file.buffer).getBigUint64(0, true)) % 8).toBe(0);
      expect(decodeWeights(file).arrays).toEqual(written);
    }
  });

  it('reads a file that lies within a larger buffer', () => {
    const file = encodeWeights(arrays);
    const larger = new Uint8Array(file.length + 24).fill(7);
    larger.set(file, 11);
    expect(decodeWeights(larger.subarray(11, 11 + file.length)).arrays).toEqual(arrays);
  });

  it('reads tensors in whatever order they lie, scalars and empty ones too', () => {
    const file = fileOf({ b: tensor([], [4, 8]), none: tensor([0, 3], [4, 4]), a: tensor([1], [0, 4]) }, 8);
    new DataView(file.buffer).setFloat32(file.length - 8, 1.5, true);
    new DataView(file.buffer).setFloat32(file.length - 4, -2.5, true);
    expect(decodeWeights(file)).toEqual({
      arrays: [
        { name: 'b', shape: [], values: Float32Array.of(-2.5) },
        { name: 'none', shape: [0, 3], values: new Float32Array() },
        { name: 'a', shape: [1], values: Float32Array.of(1.5) },
      ],
      metadata: {},
    });
  });

  it('lays the file out as the format says', () => {
    const file = encodeWeights(arrays);
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
    expect(length % 8).toBe(0);
    expect(header['relu-1/weight']).toEqual({ dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] });
    expect(header['softmax-1/bias']).toEqual({ dtype: 'F32', shape: [1], data_offsets: [24, 28] });
    expect(new DataView(file.buffer).getFloat32(8 + length + 4, true)).toBe(-2);
  });

  it.each([
    ['a name of fifteen million characters', `{"${'a\\n'.repeat(5_000_000)}":1}`, /is not described/],
    ['lists a million deep', `{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`, /./],
  ])('refuses %s in words', (_, header, message) => {
    const file = fileOf(header, 0);
    expect(() => decodeWeights(file)).toThrow(WeightsFileError);
    expect(() => decodeWeights(file)).toThrow(message);
  });

  it('says that a file is cut off', () => {
    const file = encodeWeights(arrays);
    expect(() => decodeWeights(file.subarray(0, file.length - 1))).toThrow('softmax-1/bias is cut off');
  });

  const valid = tensor([1], [0, 4]);
  const endless = new Uint8Array(16).fill(255);
  const notUtf8 = fileOf('{"a":"?"}', 0);
  notUtf8[8 + 6] = 0xff;

  it.each<[string, Uint8Array, string]>([
    ['is empty', new Uint8Array(), 'no safetensors file'],
    ['ends within the length', new Uint8Array(3), 'no safetensors file'],
    ['is a text', new TextEncoder().encode('hello, this is a text'), 'no safetensors file'],
    ['has a header of 2⁶⁴ bytes', endless, 'no safetensors file'],
    ['has a header that is cut off', fileOf({ a: valid }, 4).subarray(0, 20), 'no safetensors file'],
    ['has a header that is no JSON', fileOf('{"a": }', 4), 'no safetensors file'],
    ['has a header that is not UTF-8', notUtf8, 'no safetensors file'],
    ['has a list for a header', fileOf([valid], 4), 'no safetensors file'],
    ['has null for a header', fileOf('null', 0), 'no safetensors file'],
    ['has space before the header', fileOf(' {}', 0), 'no safetensors file'],
    ['names a tensor twice', fileOf('{"a":1,"\\u0061":2}', 0), 'names a twice'],
    ['gives a shape twice', fileOf('{"a":{"shape":[1],"shape":[2]}}', 0), 'names shape twice'],
    ['has null for a tensor', fileOf({ a: null }, 0), 'The tensor a is not described'],
    ['has a list for a tensor', fileOf({ a: [] }, 0), 'The tensor a is not described'],
    ['has no dtype', fileOf({ a: { shape: [1], data_offsets: [0, 4] } }, 4), 'The tensor a has no dtype'],
    ['has float16', fileOf({ a: tensor([2], [0, 4], 'F16') }, 4), 'The tensor a is F16; only F32'],
    ['has no shape', fileOf({ a: tensor(undefined, [0, 4]) }, 4), 'The tensor a has no shape'],
    ['has a negative side', fileOf({ a: tensor([-1, -1], [0, 4]) }, 4), 'The tensor a has no shape'],
    ['has half a side', fileOf({ a: tensor([0.5, 2], [0, 4]) }, 4), 'The tensor a has no shape'],
    ['has a text for a side', fileOf({ a: tensor(['1'], [0, 4]) }, 4), 'The tensor a has no shape'],
    ['has no offsets', fileOf({ a: tensor([1], undefined) }, 4), 'The tensor a has no place'],
    ['has one offset', fileOf({ a: tensor([1], [0]) }, 4), 'The tensor a has no place'],
    ['has three offsets', fileOf({ a: tensor([1], [0, 4, 8]) }, 8), 'The tensor a has no place'],
    ['has negative offsets', fileOf({ a: tensor([1], [-4, 0]) }, 4), 'The tensor a has no place'],
    ['has offsets backwards', fileOf({ a: tensor([1], [4, 0]) }, 4), 'has -4 bytes; its shape needs 4'],
    ['has an absurd shape', fileOf({ a: tensor([1e15], [0, 4]) }, 4), 'its shape needs 4000000000000000'],
    ['has a shape beyond numbers', fileOf({ a: tensor([2 ** 40, 2 ** 40], [0, 4]) }, 4), 'its shape needs'],
    ['has an absurd place', fileOf({ a: tensor([1], [2 ** 50, 2 ** 50 + 4]) }, 4), 'leaves a gap'],
    ['has tensors that overlap', fileOf({ a: tensor([2], [0, 8]), b: tensor([1], [4, 8]) }, 8), 'b overlaps'],
    ['has one place for two', fileOf({ a: tensor([1], [0, 4]), b: tensor([1], [0, 4]) }, 8), 'b overlaps'],
    ['has a gap', fileOf({ a: valid, b: tensor([1], [8, 12]) }, 12), 'b leaves a gap before it'],
    ['has bytes left over', fileOf({ a: valid }, 5), '1 byte at the end belongs to no tensor'],
    ['has no tensors but bytes', fileOf({}, 4), '4 bytes at the end belong to no tensor'],
    [
      'has numbers for metadata',
      fileOf({ __metadata__: { a: 1 }, a: valid }, 4),
      '__metadata__ are no texts',
    ],
    ['has a text for metadata', fileOf({ __metadata__: 'x', a: valid }, 4), '__metadata__ are no texts'],
  ])('refuses a file that %s', (_, file, message) => {
    expect(() => decodeWeights(file)).toThrow(WeightsFileError);
    expect(() => decodeWeights(file)).toThrow(message);
  });
});
