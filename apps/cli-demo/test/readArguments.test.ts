import { describe, expect, it } from '@jest/globals';
import { FLAGS, type Settings } from '../src/flags.js';
import { helpText } from '../src/help.js';
import { readArguments } from '../src/readArguments.js';
import { UsageError } from '../src/usageError.js';

const DEFAULTS: Settings = {
  epochs: 10,
  batchSize: 128,
  step: 0.01,
  momentum: 0.99,
  seed: 0,
  backend: 'cpu',
  dataset: undefined,
  data: undefined,
  out: 'neutype-output',
  checkpoint: undefined,
  resume: false,
  json: false,
};

function settingsOf(...args: string[]) {
  const request = readArguments(args);
  if (request.kind !== 'run') throw new Error(`expected settings, got ${request.kind}`);
  return request.settings;
}

describe('flags', () => {
  it("are the tutorial's by default", () => {
    expect(settingsOf()).toEqual(DEFAULTS);
  });

  it('set the options that they name', () => {
    expect(
      settingsOf(
        ...['--epochs', '3', '--batch-size', '64', '--step', '1e-3', '--momentum=0.9', '--seed', '-7'],
        ...['--backend', 'node', '--dataset', 'mnist', '--data', 'some where', '--out', 'pictures'],
        ...['--checkpoint', 'runs', '--resume'],
      ),
    ).toEqual({
      epochs: 3,
      batchSize: 64,
      step: 0.001,
      momentum: 0.9,
      seed: -7,
      backend: 'node',
      dataset: 'mnist',
      data: 'some where',
      out: 'pictures',
      checkpoint: 'runs',
      resume: true,
      json: false,
    });
  });

  it('write no files for programs, unless asked to', () => {
    expect(settingsOf('--json')).toEqual({ ...DEFAULTS, json: true, out: undefined });
    expect(settingsOf('--json', '--out', 'here').out).toBe('here');
  });

  it('count the last time when given twice', () => {
    expect(settingsOf('--epochs', '3', '--epochs', '4').epochs).toBe(4);
  });

  it.each([['--help'], ['-h'], ['--epochs', '3', '--help']])('%s asks for help', (...args) => {
    expect(readArguments(args)).toEqual({ kind: 'help' });
  });

  it('--version asks for the version', () => {
    expect(readArguments(['--version'])).toEqual({ kind: 'version' });
  });
});

describe('wrong usage', () => {
  it.each([
    [['--epoch', '3'], '--epoch: there is no such flag. Did you mean --epochs?'],
    [['--batchsize', '3'], '--batchsize: there is no such flag. Did you mean --batch-size?'],
    [['--learning-rate', '3'], '--learning-rate: there is no such flag. Did you mean --step?'],
    [['--lr', '3'], '--lr: there is no such flag. Did you mean --step?'],
    [['--random-state', '3'], '--random-state: there is no such flag. Did you mean --seed?'],
    [['-v'], '-v: there is no such flag. Did you mean --version?'],
    [['-V'], '-V: there is no such flag. Did you mean --version?'],
    [['lr=3'], "'lr=3': only flags are expected. Did you mean --step?"],
    [['--toString'], '--toString: there is no such flag.'],
    [['-e', '3'], '-e: there is no such flag. Did you mean --epochs?'],
    [['-q'], '-q: there is no such flag.'],
    [['epochs=3'], "'epochs=3': only flags are expected. Did you mean --epochs?"],
    [['mnist'], "'mnist': only flags are expected."],
    [['--resume'], '--resume: it goes on from checkpoints, which --checkpoint DIR names.'],
    [['--epochs'], '--epochs: a value is missing: --epochs N.'],
    [['--epochs', '--json'], '--epochs: a value is missing: --epochs N.'],
    [['--data', '--json'], '--data: a value is missing: --data DIR.'],
    [['--epochs', '0'], "--epochs: expected an integer from 1 up, got '0'."],
    [['--epochs', '2.5'], "--epochs: expected an integer from 1 up, got '2.5'."],
    [['--epochs', 'ten'], "--epochs: expected an integer from 1 up, got 'ten'."],
    [['--epochs='], "--epochs: expected an integer from 1 up, got ''."],
    [['--batch-size', '-1'], "--batch-size: expected an integer from 1 up, got '-1'."],
    [['--step', '0'], "--step: expected a number above 0, got '0'."],
    [['--step', 'Infinity'], "--step: expected a number above 0, got 'Infinity'."],
    [['--momentum', '1'], "--momentum: expected a number from 0 to below 1, got '1'."],
    [['--seed', ''], "--seed: expected an integer, got ''."],
    [['--seed', '0.5'], "--seed: expected an integer, got '0.5'."],
    [['--backend', 'gpu'], "--backend: expected cpu or node or webgpu, got 'gpu'."],
    [['--dataset', 'cifar'], "--dataset: expected mnist or synthetic, got 'cifar'."],
    [['--out', ''], "--out: expected a directory, got ''."],
    [['--json=yes'], "--json: it takes no value, got 'yes'."],
    [
      ['--dataset', 'synthetic', '--data', 'here'],
      '--data: it is where MNIST is, and does not go with --dataset synthetic.',
    ],
    [['--\u001b[31m'], '--\\x1b[31m: there is no such flag.'],
    [['\u001b]0;x\u0007'], "'\\x1b]0;x\\x07': only flags are expected."],
    [['--seed', '\u001b[2J'], "--seed: expected an integer, got '\\x1b[2J'."],
  ])('%j is explained', (args, message) => {
    const call = () => readArguments(args);
    expect(call).toThrow(UsageError);
    expect(call).toThrow(message);
  });
});

describe('help', () => {
  it('says that the seed changes neither data nor split', () => {
    expect(helpText()).toContain(
      '--seed N          for the first weights and the order of the images; data and split stay (0)',
    );
    expect(helpText()).toContain(
      'The images that are kept aside to check the network are the same for every --seed.',
    );
  });

  it('lists every flag, within 120 columns', () => {
    const text = helpText();
    for (const name of Object.keys(FLAGS)) expect(text).toContain(`  --${name}`);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });
});
