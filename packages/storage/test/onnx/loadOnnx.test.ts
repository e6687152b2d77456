import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { type AnyNetwork, predict } from '@neutype/layers';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { loadOnnx } from '../../src/onnx/read/loadOnnx.js';

const GOLDEN = new URL('../golden/onnx/', import.meta.url);

interface Case {
  readonly x: never;
  readonly y: never;
}

const CASES = JSON.parse(readFileSync(new URL('torch.json', GOLDEN), 'utf8')) as Record<string, Case>;

const EXPORTERS = ['dynamo', 'torchscript'];

describe.each(Object.keys(CASES))('PyTorch’s %s', (name) => {
  it.each(EXPORTERS)('gives the same outputs, as the %s exporter wrote it', async (exporter) => {
    const { x, y } = CASES[name] as Case;
    const network = await loaded(`${name}.${exporter}`);
    if (process.env['SHOW']) console.log(String(network));
    const outputs = await outputOf(network, ndarray(x));
    expectClose(outputs, ndarray(y));
  });
});

function loaded(name: string): Promise<AnyNetwork> {
  return loadOnnx(readFileSync(new URL(`${name}.onnx`, GOLDEN)));
}

async function outputOf(network: AnyNetwork, x: NdArray): Promise<NdArray> {
  return (await predict(network, x)) as NdArray;
}

function expectClose(given: NdArray, expected: NdArray): void {
  expect(given.shape).toEqual(expected.shape);
  const furthest = given.data.reduce((most, value, at) => Math.max(most, Math.abs(value - expected.data[at]!)), 0);
  expect(furthest).toBeLessThan(1e-5);
}
