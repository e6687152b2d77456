import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import type { AnyNetwork } from '@neutype/layers';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { loadOnnx } from '../../src/index.js';

const GOLDEN = new URL('../golden/onnx/', import.meta.url);

interface Case {
  readonly x: never;
  readonly y: never;
}

const CASES = JSON.parse(readFileSync(new URL('torch.json', GOLDEN), 'utf8')) as Record<string, Case>;

const EXPORTERS = ['dynamo', 'torchscript'];

/** The newer exporter writes out every step of a plain recurrence, which no layer is. */
const NOT_THERE = 'rnn.dynamo';

describe.each(Object.keys(CASES))('PyTorch’s %s', (name) => {
  it.each(EXPORTERS.filter((exporter) => `${name}.${exporter}` !== NOT_THERE))(
    'gives the same outputs, as the %s exporter wrote it',
    async (exporter) => {
      const { x, y } = CASES[name] as Case;
      const network = await loaded(`${name}.${exporter}`);
      if (process.env['SHOW']) console.log(String(network));
      const outputs = await outputOf(network, ndarray(x));
      expectClose(outputs, ndarray(y));
    },
  );
});

interface OperatorCase {
  readonly model: string;
  readonly x: never;
  readonly y: readonly never[];
}

const OPERATORS = JSON.parse(readFileSync(new URL('operators.json', GOLDEN), 'utf8')) as Record<
  string,
  OperatorCase
>;

describe('a network gives what ONNX Runtime gives for', () => {
  it.each(Object.keys(OPERATORS))('%s', async (name) => {
    const { model, x, y } = OPERATORS[name] as OperatorCase;
    const network = await loadOnnx(Buffer.from(model, 'base64'));
    if (process.env['SHOW']) console.log(String(network));
    const given = await outputOf(network, ndarray(x));
    const outputs = y.length === 1 ? [given] : Object.values(given as unknown as Record<string, NdArray>);
    expect(outputs).toHaveLength(y.length);
    for (const [index, output] of outputs.entries()) expectClose(output, ndarray(y[index] as never));
  });
});

function loaded(name: string): Promise<AnyNetwork> {
  return loadOnnx(readFileSync(new URL(`${name}.onnx`, GOLDEN)));
}

async function outputOf(network: AnyNetwork, x: NdArray): Promise<NdArray> {
  return (await network.predict(x)) as NdArray;
}

function expectClose(given: NdArray, expected: NdArray): void {
  expect(given.shape).toEqual(expected.shape);
  const furthest = given.data.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - expected.data[at]!)),
    0,
  );
  expect(furthest).toBeLessThan(1e-5);
}
