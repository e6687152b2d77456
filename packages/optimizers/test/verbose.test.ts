import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { input, relu, softmax } from '@neutype/layers';
import { consoleReporter, createOptimizer, momentum, type Optimizer, scaleByStep } from '../src/index.js';
import { activateBackend } from './engine.js';
import { recorder, xor, xorNetwork, xorOptions } from './support.js';

beforeAll(activateBackend);
afterEach(() => {
  jest.restoreAllMocks();
});

/** Times differ from run to run. */
function timeless(line: string): string {
  return line.replace(/\[\d+ (sec|ms|μs|ns)\]/, '[TIME]').replace(/\d+\.\d\d seconds/, 'TIME');
}

async function log(seed: number, epochs = 10, showEpoch = 1): Promise<string[]> {
  const reporter = recorder();
  const options = {
    ...xorOptions,
    batchSize: 3,
    seed,
    shuffleData: true,
    showEpoch,
    verbose: true,
    reporter,
  };
  await momentum(xorNetwork(), options).train(xor.x, xor.y, xor.x.slice(1), xor.y.slice(1), { epochs });
  return reporter.lines.map(timeless);
}

describe('the log', () => {
  it('prints the options as you type them, and the seed in use', () => {
    const reporter = recorder();
    momentum(input(784).to(relu(500), relu(300), softmax(10)), {
      loss: 'categorical_crossentropy',
      batchSize: 128,
      step: 0.01,
      verbose: true,
      shuffleData: true,
      momentum: 0.99,
      nesterov: true,
      seed: 0,
      reporter,
    });
    expect(reporter.lines).toEqual([
      '',
      'Main information',
      '',
      '[ALGORITHM] Momentum',
      '',
      '[OPTION] accumulate = 1',
      '[OPTION] average = null',
      '[OPTION] batchSize = 128',
      '[OPTION] clip = null',
      '[OPTION] loss = categoricalCrossentropy',
      '[OPTION] maxNorm = null',
      '[OPTION] metrics = null',
      '[OPTION] momentum = 0.99',
      '[OPTION] nesterov = true',
      '[OPTION] regularizer = null',
      '[OPTION] seed = 0',
      '[OPTION] showEpoch = 1',
      '[OPTION] shuffleData = true',
      '[OPTION] signals = null',
      '[OPTION] step = 0.01',
      '[OPTION] verbose = true',
      '[TARGETS] shape [?, 10]',
      '',
    ]);
  });

  it('prints no control characters', async () => {
    const reporter = recorder();
    const title = '\u001b]0;title\u0007';
    const signals = {
      name: `stop${title}`,
      epochEnd: (optimizer: Optimizer) => optimizer.stop(`enough\n${title}`),
    };
    const named = { name: `Mine${title}`, transform: scaleByStep(), options: { mode: `fast${title}` } };
    const options = { ...xorOptions, mode: 'fast', verbose: true, reporter, signals };
    await createOptimizer(xorNetwork(), named, options).train(xor.x, xor.y, { epochs: 1 });
    const log = reporter.lines.join('');
    for (const name of ['Mine', 'fast', 'stop', 'enough\\x0a'])
      expect(log).toContain(`${name}\\x1b]0;title\\x07`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: there must be none
    expect(log).not.toMatch(/[\u0000-\u001f]/);
  });

  it('continues with the backend and a line per epoch', async () => {
    const all = await log(0, 3);
    const lines = all.slice(all.findIndex((line) => line.startsWith('[BACKEND]')));
    expect(lines.slice(0, 2)).toEqual([
      expect.stringMatching(/^\[BACKEND\] Training on cpu \(.*thread.*\)$/),
      '[BACKEND] Initialization finished successfully. It took TIME',
    ]);
    expect(lines.length).toBe(5);
    for (const [index, line] of lines.slice(2).entries()) {
      expect(line).toMatch(/^#\d : \[TIME\] train: \d\.\d{6}, valid: \d\.\d{6}$/);
      expect(line.startsWith(`#${index + 1} `)).toBe(true);
    }
  });

  it('depends on the seed alone', async () => {
    const [first, second, other] = [await log(0), await log(0), await log(1)];
    expect(second).toEqual(first);
    expect(other.slice(-10)).not.toEqual(first.slice(-10));
  });

  it('shows the first epoch, every n-th and the last', async () => {
    const shown = (await log(0, 10, 4)).map((line) => line.match(/^#(\d+)/)?.[1]).filter(Boolean);
    expect(shown).toEqual(['1', '4', '8', '10']);
  });

  it('is silent without verbose, and the optimizer knows the seed it drew', async () => {
    const reporter = recorder();
    const { seed: _, ...unseeded } = xorOptions;
    const optimizer = momentum(xorNetwork(), { ...unseeded, reporter });
    await optimizer.train(xor.x, xor.y, { epochs: 1 });
    expect(reporter.lines).toEqual([]);
    expect(reporter.drawn).toEqual([]);
    expect(Number.isSafeInteger(optimizer.seed)).toBe(true);
    expect(momentum(xorNetwork(), unseeded).seed).not.toBe(optimizer.seed);
  });

  it('draws progress during an epoch and removes it', async () => {
    const reporter = recorder();
    // A clock by which every update takes long enough.
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => {
      now += 60;
      return now;
    });
    const optimizer = momentum(xorNetwork(), { ...xorOptions, batchSize: 1, verbose: true, reporter });
    await optimizer.train(xor.x, xor.y, { epochs: 1 });
    expect(reporter.drawn.slice(0, -1).map((progress) => progress?.done)).toEqual([1, 2, 3, 4]);
    expect(reporter.drawn[1]).toMatchObject({ total: 4, loss: optimizer.history.train[1] });
    expect(reporter.drawn.at(-1)).toBeUndefined();
  });
});

describe('the console reporter', () => {
  it('prints lines and marks warnings', () => {
    const print = jest.spyOn(console, 'log').mockImplementation(() => {});
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const reporter = consoleReporter();
    reporter.print('a line');
    reporter.warn('look');
    expect(print).toHaveBeenCalledWith('a line');
    expect(warn).toHaveBeenCalledWith('[WARNING] look');
  });

  it('draws progress on stderr only if that is a terminal', () => {
    const written: string[] = [];
    const write = (text: string): boolean => written.push(text) > 0;
    const terminal = { isTTY: true, columns: 60, write };
    const { process: real } = globalThis;
    try {
      globalThis.process = { stdout: terminal, stderr: terminal } as unknown as typeof process;
      const reporter = consoleReporter();
      expect(reporter.color).toBe(true);
      reporter.progress?.(undefined);
      expect(written).toEqual([]);
      reporter.progress?.({ done: 1, total: 2, seconds: 1, loss: 0.5 });
      expect(written[0]).toMatch(/^\rTime: 0:00:01 \| 50%\|#+ +\| ETA: {3}0:00:01 \| loss: {4}0.5$/);
      reporter.progress?.(undefined);
      expect(written[1]).toBe('\r\u001b[2K');
      globalThis.process = { stdout: {}, stderr: {} } as unknown as typeof process;
      expect(consoleReporter().progress).toBeUndefined();
      Reflect.deleteProperty(globalThis, 'process');
      expect(consoleReporter().color).toBe(false);
    } finally {
      globalThis.process = real;
    }
  });
});
