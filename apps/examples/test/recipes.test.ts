import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import * as neutype from 'neutype';

const { argv } = process;
let lines: string[];

/** Two batches of digits in the place of MNIST, so that an example takes a moment. */
function fewDigits(): neutype.StandardSplit {
  const { images, labels } = neutype.syntheticDigits({ samples: 320, seed: 0 });
  const square = images.reshape(-1, 28, 28);
  return {
    train: { images: square.rows(0, 256), labels: labels.rows(0, 256) },
    test: { images: square.rows(256), labels: labels.rows(256) },
    source: 'synthetic',
  };
}

beforeEach(() => {
  lines = [];
  jest.resetModules();
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.argv = argv;
  process.exitCode = undefined;
});

/** What an example says at the end, of two short trainings on few digits. */
async function lastLineOf(example: string, load: Partial<typeof neutype>, ...args: string[]) {
  jest.unstable_mockModule('neutype', () => ({ ...neutype, ...load }));
  process.argv = ['node', example, '--epochs', '1', '--seeds', '2', ...args];
  await import(`../src/${example}.js`);
  return lines.at(-1);
}

const digits = { mnist: async () => fewDigits() };
const clothes = { fashionMnist: async () => fewDigits() };

it.each([
  ['mnist-mlp', digits, 0.986],
  ['mnist-cnn-augmented', digits, 0.996],
  ['fashion-cnn', clothes, 0.93],
])(
  '%s trains once for each seed, and says whether the mean reached its target',
  async (name, data, target) => {
    const last = await lastLineOf(name, data);
    const accuracies = lines
      .flatMap((line) => /^seed \d: ([\d.]+), in \d+ s$/.exec(line)?.[1] ?? [])
      .map(Number);
    expect(accuracies).toHaveLength(2);
    const [, mean] =
      /^Mean accuracy on the test images, seeds: 2: ([\d.]+) \(target/.exec(String(last)) ?? [];
    expect(Number(mean)).toBeCloseTo((accuracies[0]! + accuracies[1]!) / 2, 4);
    expect(last).toContain(`(target ${target})`);
    expect(process.exitCode).toBe(Number(mean) >= target ? undefined : 1);
  },
  60_000,
);

it('--validate measures training images that are held back, and leaves the test images alone', async () => {
  const data = fewDigits();
  const unseen = {
    ...data,
    get test(): never {
      throw new Error('the test images were looked at');
    },
  };
  const last = await lastLineOf('mnist-mlp', { mnist: async () => unseen }, '--validate');
  expect(last).toMatch(/^Mean accuracy on the training images held back, seeds: 2: /);
});

it('the example of clothes says that it runs on digits where there are no clothes', async () => {
  const missing = new neutype.DataNotFoundError({
    where: 'Fashion-MNIST',
    expected: 'it',
    received: 'nothing',
  });
  await lastLineOf('fashion-cnn', { ...digits, fashionMnist: () => Promise.reject(missing) }, '--seeds', '1');
  expect(lines.join('\n')).toMatch(/THESE ARE NO CLOTHES: digits take their place/);
}, 60_000);
