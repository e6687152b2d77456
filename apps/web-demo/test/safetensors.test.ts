import { describe, expect, it } from '@jest/globals';
import { decodeWeights, encodeWeights } from '../src/weights/safetensors.js';

const arrays = [
  { name: 'relu-1/weight', shape: [2, 3], values: Float32Array.of(1, -2, 3, 4.5, 5, 6) },
  { name: 'softmax-1/bias', shape: [1], values: Float32Array.of(0.25) },
];

describe('safetensors', () => {
  it('reads back what it wrote', () => {
    const file = encodeWeights(arrays, { network: 'input(2).to(relu(3))' });
    expect(decodeWeights(file)).toEqual({ arrays, metadata: { network: 'input(2).to(relu(3))' } });
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

  it('says that a file is damaged', () => {
    const file = encodeWeights(arrays);
    expect(() => decodeWeights(file.subarray(0, file.length - 1))).toThrow('softmax-1/bias is cut off');
    expect(() => decodeWeights(new Uint8Array(3))).toThrow('no safetensors file');
    expect(() => decodeWeights(new TextEncoder().encode('hello, this is a text'))).toThrow(
      'no safetensors file',
    );
  });
});
