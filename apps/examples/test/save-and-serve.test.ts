import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import * as neutype from 'neutype';
import { type DigitServer, serveDigits } from '../src/support/digitServer.js';
import { quantile } from '../src/support/measureServer.js';
import { MicroBatches } from '../src/support/microBatches.js';

const { argv } = process;
let server: DigitServer;

beforeAll(async () => {
  const network = neutype.input(784).to(neutype.softmax(10));
  network.initialize(neutype.random(0));
  const saved = await neutype.networkToSafetensors(network, {
    classes: [...'0123456789'],
    preparation: [{ divide: 255 }],
  });
  server = await serveDigits(await neutype.load(new Blob(saved)), 0);
});
afterAll(async () => {
  await server.close();
  process.argv = argv;
  process.exitCode = undefined;
});

function post(body: string | Uint8Array<ArrayBuffer>, type = 'application/json'): Promise<Response> {
  return fetch(`${server.address}/predict`, { method: 'POST', headers: { 'content-type': type }, body });
}

it('an image gets the same answer as bytes, as numbers, and as rows of numbers', async () => {
  const bytes = Uint8Array.from({ length: 784 }, (_, at) => (at * 7) % 256);
  const rows = Array.from({ length: 28 }, (_, row) => [...bytes.subarray(28 * row, 28 * (row + 1))]);
  const responses = [
    await post(bytes, 'application/octet-stream'),
    await post(JSON.stringify({ image: [...bytes] })),
    await post(JSON.stringify({ image: rows }), 'application/json; charset=utf-8'),
  ];
  expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
  const [first, ...others] = (await Promise.all(
    responses.map((response) => response.json()),
  )) as neutype.Classification[];
  expect(first?.label).toMatch(/^\d$/);
  expect(first?.ranking).toHaveLength(3);
  for (const other of others) expect(other).toEqual(first);
});

it.each([
  ['no JSON', '{', 'application/json', 400],
  ['no image', 'null', 'application/json', 400],
  ['too few numbers', '{"image":[1,2]}', 'application/json', 400],
  ['a pixel out of range', JSON.stringify({ image: new Array(784).fill(256) }), 'application/json', 400],
  ['too few bytes', 'abc', 'application/octet-stream', 400],
  ['another type', 'abc', 'text/plain', 415],
  ['more than an image', ' '.repeat(100_000), 'application/json', 413],
])('a request with %s is refused in words', async (_, body, type, status) => {
  const response = await post(body, type);
  expect(response.status).toBe(status);
  expect(((await response.json()) as { readonly error: string }).error).toMatch(/^(Expected|Send) /);
});

it('other addresses and methods are refused, and the health is told', async () => {
  expect((await fetch(`${server.address}/`)).status).toBe(404);
  expect((await fetch(`${server.address}/predict`)).status).toBe(405);
  expect(await (await fetch(`${server.address}/health`)).json()).toEqual({ status: 'ok' });
});

it('questions that come in while others are answered make one batch, and a failure is told to all of it', async () => {
  const batches: (readonly number[])[] = [];
  const halves = new MicroBatches(async (numbers: readonly number[]) => {
    batches.push(numbers);
    await Promise.resolve();
    if (numbers.includes(7)) throw new Error('seven');
    return numbers.map((number) => number / 2);
  }, 3);
  expect(await Promise.all([1, 2, 3, 4, 5].map((number) => halves.ask(number)))).toEqual([
    0.5, 1, 1.5, 2, 2.5,
  ]);
  expect(batches).toEqual([[1], [2, 3, 4], [5]]);
  const outcomes = await Promise.allSettled([8, 7, 9].map((number) => halves.ask(number)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
});

it('quantiles are values of the list', () => {
  expect([0, 0.5, 0.99, 1].map((share) => quantile([1, 2, 3, 4], share))).toEqual([1, 2, 4, 4]);
});

it('the example trains, saves, serves and measures its own answers', async () => {
  const lines: string[] = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const { images, labels } = neutype.syntheticDigits({ samples: 1000, seed: 0 });
  const square = images.reshape(-1, 28, 28);
  const split = {
    train: { images: square.rows(0, 900), labels: labels.rows(0, 900) },
    test: { images: square.rows(900), labels: labels.rows(900) },
  };
  jest.unstable_mockModule('neutype', () => ({ ...neutype, mnist: async () => split }));
  process.argv = ['node', 'save-and-serve', '--check'];
  await import('../src/save-and-serve.js');
  const text = lines.join('\n');
  expect(text).toMatch(/32 clients, 100 requests: p50 [\d.]+ ms, p99 [\d.]+ ms, \d+ a second/);
  expect(text).toMatch(/Accuracy of the answers: [\d.]+ \(target 0\.94\)/);
}, 60_000);
