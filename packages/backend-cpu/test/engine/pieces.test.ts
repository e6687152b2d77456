import { beforeAll, expect, it } from '@jest/globals';
import { Parameter, useBackend } from '@neutype/core';
import '../../src/index.js';
import { memory } from '@tensorflow/tfjs-core';

beforeAll(() => useBackend('cpu'));

it('gives the values of a parameter in pieces that fill one buffer again and again', async () => {
  const size = 600_000;
  const values = Float32Array.from({ length: size }, (_, at) => at);
  const parameter = new Parameter({ name: 'weight', shape: [size / 2, 2], values });
  void parameter.variable;
  const before = memory().numTensors;
  const found = new Float32Array(size);
  const buffers = new Set<ArrayBufferLike>();
  let at = 0;
  for await (const piece of parameter.pieces()) {
    found.set(piece, at);
    at += piece.length;
    buffers.add(piece.buffer);
  }
  expect(at).toBe(size);
  expect(found).toEqual(values);
  expect(buffers.size).toBe(1);
  expect(memory().numTensors).toBe(before);
  parameter.dispose();
});
