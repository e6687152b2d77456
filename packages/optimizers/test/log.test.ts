import { describe, expect, it } from '@jest/globals';
import { formatDuration, formatEpochLine, formatProgressBar } from '../src/index.js';
import { tagged } from '../src/log/messages.js';
import { formatOptionBlock } from '../src/log/optionBlock.js';

describe('durations', () => {
  it.each([
    [4000, '01:06:40'],
    [3600, '01:00:00'],
    [3599.6, '01:00:00'],
    [360_000, '100:00:00'],
    [125, '02:05'],
    [60, '01:00'],
    [59.7, '01:00'],
    [45, '45 sec'],
    [1.4, '1 sec'],
    [0.9999, '1 sec'],
    [0.1, '100 ms'],
    [0.0009, '900 μs'],
    [0.00004, '40 μs'],
    [1e-5, '10 μs'],
    [2.5e-7, '250 ns'],
    [0, '0 ns'],
  ])('%d s is %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe('the line of an epoch', () => {
  it('shows both losses', () => {
    expect(formatEpochLine({ epoch: 1, seconds: 2.1, train: 0.1245581, valid: 0.1230874 })).toBe(
      '#1 : [2 sec] train: 0.124558, valid: 0.123087',
    );
  });

  it('leaves out the validation loss where there is none', () => {
    expect(formatEpochLine({ epoch: 12, seconds: 0.0123, train: 1 })).toBe('#12 : [12 ms] train: 1.000000');
  });
});

describe('the progress bar', () => {
  it('shows the time, the share done, the time left and the loss', () => {
    const bar = formatProgressBar({ done: 3, total: 4, seconds: 2.5, loss: 2.2843 }, 79);
    expect(bar).toBe('Time: 0:00:02 | 75%|#####################       | ETA:   0:00:00 | loss:   2.28');
    expect(bar.length).toBe(79);
  });

  it('shows placeholders for what it does not know yet', () => {
    expect(formatProgressBar({ done: 0, total: 4, seconds: 0 }, 60)).toBe(
      'Time: 0:00:00 |  0%|                        | ETA:   -:--:--',
    );
  });

  it('drops whole parts in a narrow window rather than cutting one in half', () => {
    const progress = { done: 3, total: 4, seconds: 2.5, loss: 2.2843 };
    expect(formatProgressBar(progress, 40)).toBe('75% | ETA: 0:00:00 | loss: 2.28');
    expect(formatProgressBar(progress, 20)).toBe('75% | ETA: 0:00:00');
    expect(formatProgressBar(progress, 10)).toBe('75%');
    for (let columns = 3; columns < 100; columns++) {
      expect(formatProgressBar(progress, columns).length).toBeLessThanOrEqual(columns);
    }
  });

  it('counts hours', () => {
    const bar = formatProgressBar({ done: 1, total: 3, seconds: 3725, loss: 0.000012345 }, 79);
    expect(bar).toContain('Time: 1:02:05 | 33%|');
    expect(bar).toContain('| ETA:   2:04:10 | loss: 0.0000123');
  });
});

describe('the block of options', () => {
  it('lists options alphabetically, with names and values as you type them', () => {
    const named = { name: 'early stopping' };
    const block = formatOptionBlock('Momentum', {
      step: 0.01,
      batchSize: null,
      nesterov: true,
      verbose: false,
      signals: [function plot() {}, named, {}],
      seed: 7,
      mode: 'fast',
    });
    expect(block).toEqual([
      '',
      'Main information',
      '',
      '[ALGORITHM] Momentum',
      '',
      '[OPTION] batchSize = null',
      "[OPTION] mode = 'fast'",
      '[OPTION] nesterov = true',
      '[OPTION] seed = 7',
      '[OPTION] signals = [plot, early stopping, object]',
      '[OPTION] step = 0.01',
      '[OPTION] verbose = false',
    ]);
  });

  it('is colored where the reporter understands colors', () => {
    const [, headline, , algorithm] = formatOptionBlock('Momentum', {}, true);
    expect(headline).toBe('\u001b[1m\u001b[4mMain information\u001b[0m');
    expect(algorithm).toBe('\u001b[0;32m[ALGORITHM]\u001b[0m Momentum');
    expect(tagged('train', 'done')).toBe('[TRAIN] done');
  });
});
