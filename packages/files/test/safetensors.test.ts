import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DataError, OptionError } from '@neutype/errors';
import { ndarray, zeros } from '@neutype/ndarray';
import { readSafetensors, writeSafetensors } from '../src/index.js';
import { fileOf, headerOf, whole } from './support/fileOf.js';

const weights = {
  'relu-1/weight': ndarray([
    [1, -2, 3],
    [4.5, 5, 6],
  ]),
  'softmax-1/bias': ndarray([0.25]),
};

/** What is read, as plain data. */
async function contentOf(file: Uint8Array | Blob): Promise<Record<string, unknown>> {
  const { tensors } = await readSafetensors(file);
  return Object.fromEntries(
    [...tensors].map(([name, { dtype, shape, data }]) => [name, { dtype, shape, data: [...data] }]),
  );
}

/** A file of another format, as its first bytes say. */
function startingWith(bytes: readonly number[]): Uint8Array {
  const file = new Uint8Array(64).fill(7);
  file.set(bytes);
  return file;
}

describe('what PyTorch has written', () => {
  const golden = JSON.parse(readFileSync(new URL('./golden/pytorch.json', import.meta.url), 'utf8')) as {
    readonly file: string;
    readonly values: Readonly<Record<string, readonly string[]>>;
    readonly shapes: Readonly<Record<string, readonly number[]>>;
  };
  const file = Buffer.from(golden.file, 'base64');

  function numberOf(text: string): number {
    if (text.endsWith('inf')) return text.startsWith('-') ? -Infinity : Infinity;
    return text === 'True' || text === 'False' ? Number(text === 'True') : Number(text);
  }

  it.each(Object.keys(golden.values))('is read to the last bit: %s', async (name) => {
    const { tensors } = await readSafetensors(file);
    const array = tensors.get(name);
    expect(array?.shape).toEqual(golden.shapes[name]);
    expect([...(array?.data ?? [])]).toEqual(golden.values[name]?.map(numberOf));
  });

  it('comes with its metadata, and in arrays that hold every value', async () => {
    const { tensors, metadata } = await readSafetensors(file);
    expect(metadata).toEqual({ 'written by': 'PyTorch', größe: '重み' });
    const types = Object.fromEntries([...tensors].map(([name, { dtype }]) => [name, dtype]));
    expect(types).toMatchObject({
      f64: 'float64',
      f16: 'float32',
      bf16: 'float32',
      i64: 'float64',
      bool: 'uint8',
    });
  });
});

describe('what was written', () => {
  it('is read back, from memory and from a Blob', async () => {
    const pieces = writeSafetensors(weights, { network: 'input(2).to(relu(3))' });
    for (const file of [whole(pieces), new Blob(pieces)]) {
      const { tensors, metadata } = await readSafetensors(file);
      expect(Object.fromEntries(tensors)).toEqual(weights);
      expect(metadata).toEqual({ network: 'input(2).to(relu(3))' });
    }
  });

  it('keeps every type, wider ones first so that each lies at a multiple of its size', async () => {
    const arrays = {
      bytes: ndarray(Uint8Array.of(1, 2, 3)),
      shorts: ndarray(Int16Array.of(-5)),
      doubles: ndarray(Float64Array.of(Math.PI)),
      words: ndarray(Uint32Array.of(2 ** 32 - 1)),
    };
    const file = whole(writeSafetensors(arrays));
    expect(Object.fromEntries((await readSafetensors(file)).tensors)).toEqual(arrays);
    expect(Object.keys(JSON.parse(headerOf(file)))).toEqual(['doubles', 'words', 'shorts', 'bytes']);
  });

  it('is laid out as the format says', () => {
    const file = whole(writeSafetensors(weights));
    const text = headerOf(file);
    const header = JSON.parse(text);
    expect(text.length % 8).toBe(0);
    expect(header['relu-1/weight']).toEqual({ dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] });
    expect(header['softmax-1/bias']).toEqual({ dtype: 'F32', shape: [1], data_offsets: [24, 28] });
    expect(new DataView(file.buffer).getFloat32(8 + text.length + 4, true)).toBe(-2);
  });

  it('copies no array', () => {
    const pieces = writeSafetensors(weights);
    expect(pieces[1]?.buffer).toBe(weights['relu-1/weight'].data.buffer);
  });

  it('may have names beyond ASCII, numbers for names, and those that objects have', async () => {
    const names = ['größe', '重み', '__proto__', 'constructor', '1', '0'];
    const named = new Map(names.map((name, index) => [name, ndarray([index])]));
    for (let count = 1; count <= names.length; count++) {
      const file = whole(writeSafetensors(new Map([...named].slice(0, count))));
      expect(Number(new DataView(file.buffer).getBigUint64(0, true)) % 8).toBe(0);
    }
    const { tensors } = await readSafetensors(whole(writeSafetensors(named)));
    expect(new Map([...tensors].map(([name, { data }]) => [name, data[0]]))).toEqual(
      new Map(names.map((name, index) => [name, index])),
    );
  });

  it('refuses what is no array, and metadata that are no texts', () => {
    const odd = { weight: [1, 2] } as unknown as typeof weights;
    expect(() => writeSafetensors(odd)).toThrow(DataError);
    expect(() => writeSafetensors(odd)).toThrow("writeSafetensors, 'weight': expected an NdArray");
    expect(() => writeSafetensors(weights, { epochs: 3 } as never)).toThrow(OptionError);
    expect(() => writeSafetensors(weights, { epochs: 3 } as never)).toThrow('epochs: 3');
    expect(() => writeSafetensors({ __metadata__: zeros([1]) })).toThrow('another name');
  });
});

describe('what others have written', () => {
  it('is read from within a larger buffer', async () => {
    const file = whole(writeSafetensors(weights));
    const larger = new Uint8Array(file.length + 24).fill(7);
    larger.set(file, 11);
    const { tensors } = await readSafetensors(larger.subarray(11, 11 + file.length));
    expect(Object.fromEntries(tensors)).toEqual(weights);
  });

  it('is read in whatever order it lies, scalars and empty tensors too', async () => {
    const header = { b: tensor([], [4, 8]), none: tensor([0, 3], [4, 4]), a: tensor([1], [0, 4]) };
    const file = fileOf(header, new Uint8Array(Float32Array.of(1.5, -2.5).buffer));
    expect(await contentOf(file)).toEqual({
      a: { dtype: 'float32', shape: [1], data: [1.5] },
      none: { dtype: 'float32', shape: [0, 3], data: [] },
      b: { dtype: 'float32', shape: [], data: [-2.5] },
    });
  });

  it('is refused where integers are beyond what a number holds', async () => {
    const data = new Uint8Array(BigInt64Array.of(1n, 2n ** 53n).buffer);
    const file = fileOf({ ids: tensor([2], [0, 16], 'I64') }, data);
    await expect(readSafetensors(file)).rejects.toThrow(
      "integers up to 2^53 in tensor 'ids', got 9007199254740992",
    );
  });

  const valid = tensor([1], [0, 4]);
  const notUtf8 = fileOf('{"a":"?"}', 0);
  notUtf8[8 + 6] = 0xff;
  const deep = `{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;

  it.each<[string, Uint8Array, string | RegExp]>([
    ['is empty', new Uint8Array(), 'expected a safetensors file'],
    ['ends within the length', new Uint8Array(3), 'expected a safetensors file'],
    ['is a text', new TextEncoder().encode('hello, this is a text'), 'expected a safetensors file'],
    ['has a header of 2⁶⁴ bytes', new Uint8Array(16).fill(255), 'a header of 18446744073709551615'],
    ['has a header that is cut off', fileOf({ a: valid }, 4).subarray(0, 20), 'expected a safetensors file'],
    ['was cut off within its header', fileOf({ a: valid }, 4).subarray(0, 20), 'The file is damaged'],
    [
      'is a zip archive',
      startingWith([0x50, 0x4b, 3, 4]),
      /a zip archive.*loadKeras.*save_file\(model.state_dict/,
    ],
    [
      'is a pickle',
      startingWith([0x80, 2, 0x8a, 10]),
      /a file of Python's pickle.*save_file\(model.state_dict/,
    ],
    ['is HDF5', startingWith([0x89, 0x48, 0x44, 0x46]), 'an HDF5 file. importKerasWeights reads'],
    ['is an ONNX file', startingWith([8, 10, 0x12, 7]), 'what looks like an ONNX file. loadOnnx reads it.'],
    ['is JSON', startingWith([0x7b, 0x22, 0x66, 0x6f]), 'what looks like JSON. loadModelJson reads'],
    ['has a header that is no JSON', fileOf('{"a": }', 4), 'no JSON object'],
    ['has a header that is not UTF-8', notUtf8, 'no UTF-8'],
    ['has a list for a header', fileOf([valid], 4), 'no JSON object'],
    ['has null for a header', fileOf('null', 0), 'no JSON object'],
    ['has space before the header', fileOf(' {}', 0), 'no JSON object'],
    ['has a header that is lists a million deep', fileOf(deep, 0), 'expected'],
    ['has a very long name', fileOf(`{"${'a\\n'.repeat(5_000_000)}":1}`, 0), 'a description of tensor'],
    ['names a tensor twice', fileOf('{"a":1,"\\u0061":2}', 0), "'a' named once"],
    ['gives a shape twice', fileOf('{"a":{"shape":[1],"shape":[2]}}', 0), "'shape' named once"],
    ['has null for a tensor', fileOf({ a: null }, 0), "a description of tensor 'a', got null"],
    ['has a list for a tensor', fileOf({ a: [] }, 0), "a description of tensor 'a'"],
    ['has no dtype', fileOf({ a: { shape: [1], data_offsets: [0, 4] } }, 4), "a dtype of tensor 'a'"],
    ['has a type that it cannot read', fileOf({ a: tensor([4], [0, 4], 'F8_E4M3') }, 4), "got 'F8_E4M3'"],
    ['has the type of another object', fileOf({ a: tensor([4], [0, 4], 'toString') }, 4), "got 'toString'"],
    ['has no shape', fileOf({ a: tensor(undefined, [0, 4]) }, 4), "a shape of tensor 'a'"],
    ['has a negative side', fileOf({ a: tensor([-1, -1], [0, 4]) }, 4), "a shape of tensor 'a'"],
    ['has half a side', fileOf({ a: tensor([0.5, 2], [0, 4]) }, 4), "a shape of tensor 'a'"],
    ['has a text for a side', fileOf({ a: tensor(['1'], [0, 4]) }, 4), "a shape of tensor 'a'"],
    ['has a million dimensions', fileOf({ a: tensor(new Array(1e6).fill(1), [0, 4]) }, 4), 'a shape of'],
    ['has no offsets', fileOf({ a: tensor([1], undefined) }, 4), "the first and the last byte of tensor 'a'"],
    ['has one offset', fileOf({ a: tensor([1], [0]) }, 4), 'the first and the last byte'],
    ['has three offsets', fileOf({ a: tensor([1], [0, 4, 8]) }, 8), 'the first and the last byte'],
    ['has negative offsets', fileOf({ a: tensor([1], [-4, 0]) }, 4), 'the first and the last byte'],
    ['has offsets backwards', fileOf({ a: tensor([1], [4, 0]) }, 4), "4 bytes of tensor 'a'"],
    ['has an absurd shape', fileOf({ a: tensor([1e15], [0, 4]) }, 4), '4000000000000000 bytes'],
    [
      'has a shape beyond numbers',
      fileOf({ a: tensor([2 ** 40, 2 ** 40], [0, 4]) }, 4),
      'as its shape has it',
    ],
    ['has an absurd place', fileOf({ a: tensor([1], [2 ** 50, 2 ** 50 + 4]) }, 4), 'a gap before'],
    [
      'has tensors that overlap',
      fileOf({ a: tensor([2], [0, 8]), b: tensor([1], [4, 8]) }, 8),
      'over another',
    ],
    ['has one place for two', fileOf({ a: tensor([1], [0, 4]), b: tensor([1], [0, 4]) }, 8), 'over another'],
    ['has a gap', fileOf({ a: valid, b: tensor([1], [8, 12]) }, 12), "a gap before tensor 'b'"],
    ['is cut off', fileOf({ a: valid, b: tensor([2], [4, 12]) }, 11), "all of tensor 'b'"],
    ['has bytes left over', fileOf({ a: valid }, 5), '1 bytes at the end'],
    ['has no tensors but bytes', fileOf({}, 4), '4 bytes at the end'],
    [
      'has numbers for metadata',
      fileOf({ __metadata__: { a: 1 }, a: valid }, 4),
      'texts by name in __metadata__',
    ],
    ['has a text for metadata', fileOf({ __metadata__: 'x', a: valid }, 4), 'texts by name in __metadata__'],
  ])('is refused if it %s', async (_, file, message) => {
    const reading = readSafetensors(file);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(message);
  });

  it('is refused if it is no file', async () => {
    await expect(readSafetensors(5 as never)).rejects.toThrow(
      'a path, a Blob, or the bytes of a file, got 5',
    );
  });
});

function tensor(shape: unknown, offsets: unknown, dtype: unknown = 'F32') {
  return { dtype, shape, data_offsets: offsets };
}
