import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demo } from '../src/demo.js';
import { bands } from './bands.js';
import { byHand } from './byHand.js';
import { FakeProcess } from './fakeProcess.js';

const SAMPLES = 1400;
const digits = bands(SAMPLES);
function load() {
  return Promise.resolve(digits);
}
const FEW = ['--epochs', '2', '--momentum', '0.9'];

async function run(args: readonly string[], options: ConstructorParameters<typeof FakeProcess>[0] = {}) {
  const process = new FakeProcess(options);
  const code = await demo(args, process, load);
  return { code, output: process.output, errors: process.errors };
}

function eventsOf(output: string) {
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, number>);
}

function withoutTimes(text: string) {
  return text
    .replace(/\[[^\]]*\d sec\]|\[\d+ ms\]/g, '[time]')
    .replace(/"seconds":[\d.e-]+|took [\d.]+ seconds/g, 'time')
    .replace(/npm start -- --seed \d+/, '');
}

let out: string;
/** One run as text and one as events, which several tests look at. */
let text: Awaited<ReturnType<typeof run>>;
let json: Awaited<ReturnType<typeof run>>;
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'neutype demo '));
  text = await run([...FEW, '--out', out]);
  json = await run(['--epochs', '3', '--momentum', '0.9', '--json', '--seed', '4']);
});
afterAll(() => {
  rmSync(out, { recursive: true });
});

describe('a run with --checkpoint', () => {
  it('goes on with --resume, and ends as one that was not interrupted', async () => {
    const checkpoint = ['--checkpoint', join(out, 'runs')];
    const rest = ['--momentum', '0.9', '--json', '--seed', '4', ...checkpoint];
    await run(['--epochs', '2', ...rest]);
    const refused = await run(['--epochs', '3', ...rest]);
    expect(refused.errors).toContain('As flags: --resume goes on from there');
    const other = await run(['--epochs', '3', ...rest, '--resume', '--step', '0.02']);
    expect(other.errors).toMatch(
      /option step: 0\.01 in the checkpoint, 0\.02 here.*\nAs flags: give those of before/,
    );
    const resumed = eventsOf((await run(['--epochs', '3', ...rest, '--resume'])).output);
    const undisturbed = eventsOf(json.output);
    expect(resumed.filter(({ epoch }) => epoch !== undefined)).toHaveLength(1);
    const [last, summary] = [resumed, undisturbed].map((events) => events.slice(-2)) as [
      Record<string, number>[],
      Record<string, number>[],
    ];
    for (const [index, event] of last.entries()) {
      expect({ ...event, seconds: 0 }).toEqual({ ...summary[index], seconds: 0 });
    }
  });
});

describe('the tutorial', () => {
  it('runs its chapters in order', () => {
    const { code, output, errors } = text;
    expect(errors).toBe('');
    expect(code).toBe(0);
    const steps = [
      'Data preparation',
      '[1400, 784]',
      '[1400]',
      'imshow(images.row(0))',
      'x.divide(255);',
      'x.subtract(x.mean(0));',
      'in place',
      'random indices',
      'oneHot(labels)',
      '[1400, 10]',
      'trainTestSplit(x, y, { testSize: 1 / 7, seed: 0 })',
      '[1200, 784] [200, 784] [1200, 10] [200, 10]',
      'Model initialization',
      'input(784).to(relu(500), relu(300), softmax(10))',
      '545,810',
      '[ALGORITHM] Momentum',
      '[OPTION] batchSize = 128',
      '[OPTION] momentum = 0.9',
      '[OPTION] nesterov = true',
      '[OPTION] shuffleData = true',
      'Training',
      '#1 : [',
      '#2 : [',
      'Evaluation',
      'Training performance',
      '0.37567',
      '0.51083',
      'precision    recall  f1-score   support',
      'weighted avg',
      'Validation accuracy: ',
      'plotMistakes(pictures',
      `\n  ${join(out, 'report.html')}\n`,
      'What to try next',
      'npm run web',
    ];
    let position = -1;
    for (const step of steps) {
      const next = output.indexOf(step, position + 1);
      expect({ step, isThere: next > position }).toEqual({ step, isThere: true });
      position = next;
    }
  });

  it('samples ten labels', () => {
    expect(text.output).toMatch(/^\[\d(, \d){9}\]$/m);
  });

  it('writes every plot as a picture, and all of them on one page that needs nothing else', () => {
    const pictures = readdirSync(out).filter((name) => name.endsWith('.svg'));
    expect(pictures).toContain('training-errors.svg');
    for (const name of pictures) {
      expect(readFileSync(join(out, name), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
    }
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page).toContain('545,810');
    expect(page.length).toBeLessThan(400_000);
    expect(page).not.toMatch(/(src|href)="http/);
  });

  it('does what its printed code does, with the same accuracy', async () => {
    const { epochs, accuracy } = await byHand(digits, { epochs: 3, rate: 0.9, seed: 4 });
    const events = eventsOf(json.output);
    const told = events.slice(0, 3).map(({ train, valid }) => ({ train, valid }));
    // The means are summed in another order here: what differs is the rounding of one float32.
    epochs.forEach((epoch, index) => {
      expect(told[index]!.train).toBeCloseTo(epoch.train, 5);
      expect(told[index]!.valid).toBeCloseTo(epoch.valid!, 5);
    });
    expect(events.at(-1)).toMatchObject({ accuracy });
    expect(accuracy).toBeGreaterThan(0.8);
  });

  it('prints the accuracy that its events and its report give', async () => {
    const again = eventsOf((await run([...FEW, '--json'])).output).at(-1) as { accuracy: number };
    const percent = `${(100 * again.accuracy).toFixed(2)}%`;
    expect(text.output).toContain(`Validation accuracy: ${percent} (MNIST, 200 images that were kept aside)`);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(
      `the network reads ${percent} of MNIST right`,
    );
    expect(again.accuracy).not.toBe((eventsOf(json.output).at(-1) as { accuracy: number }).accuracy);
  });

  it('records in its report all that is needed to repeat the run', () => {
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    for (const [name, value] of [
      ['Data', 'MNIST, 1,200 images to learn from'],
      ['Algorithm', 'Momentum, Nesterov, shuffled'],
      ['Epochs', '2'],
      ['Batch size', '128'],
      ['Step', String.raw`0\.01`],
      ['Momentum', String.raw`0\.9`],
      ['Seed', '0'],
      ['Computed by', String.raw`CPU engine \(.*SIMD, \d+ threads?\)`],
      ['Time', String.raw`[\d.]+\u00a0s, loading included`],
    ]) {
      expect(page).toMatch(new RegExp(`<dt>${name}</dt><dd>${value}</dd>`));
    }
    expect(page.replace(/<[^>]+>/g, '')).toContain(
      '\nnpm start -- --dataset mnist --epochs 2 --batch-size 128 --step 0.01 --momentum 0.9 --seed 0\n',
    );
    expect(page).not.toContain('generated');
  });

  it('holds out the same images for every seed', async () => {
    const sampleOf = (output: string) => /^\[\d(, \d){9}\]$/m.exec(output)![0];
    const supports = (output: string) =>
      output.match(/^ +\d +[\d.]+ +[\d.]+ +[\d.]+ +\d+$/gm)!.map((row) => row.split(/ +/).at(-1));
    const other = await run([...FEW, '--seed', '1', '--out', out]);
    expect(supports(other.output)).toEqual(supports(text.output));
    expect(other.output).toContain('testSize: 1 / 7, seed: 0');
    expect(sampleOf(other.output)).toBe(sampleOf(text.output));
  });

  it('gives the same log for the same seed, but for times', async () => {
    const second = await run([...FEW, '--out', out]);
    const other = await run([...FEW, '--out', out, '--seed', '1']);
    expect(withoutTimes(text.output)).toBe(withoutTimes(second.output));
    expect(withoutTimes(text.output)).toContain('[time]');
    expect(withoutTimes(other.output).replaceAll('seed: 1', 'seed: 0')).not.toBe(withoutTimes(text.output));
  });
});

describe('--json', () => {
  it('prints an event for each epoch and a summary, and nothing else', async () => {
    const { code, output, errors } = await run([
      '--epochs',
      '3',
      '--momentum',
      '0.9',
      '--json',
      '--seed',
      '4',
    ]);
    expect([code, errors]).toEqual([0, '']);
    const lines = output.trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.map(({ event, epoch }) => [event, epoch])).toEqual([
      ['epoch', 1],
      ['epoch', 2],
      ['epoch', 3],
      ['summary', undefined],
    ]);
    for (const event of events.slice(0, 3)) {
      expect(Object.keys(event)).toEqual(['event', 'epoch', 'train', 'valid', 'metrics', 'seconds']);
      for (const name of ['train', 'valid', 'seconds']) expect(event[name]).toBeGreaterThanOrEqual(0);
    }
    expect(events.at(-1)).toEqual({
      event: 'summary',
      dataset: 'mnist',
      backend: 'cpu',
      options: { epochs: 3, batchSize: 128, step: 0.01, momentum: 0.9, seed: 4 },
      epochs: 3,
      stopped: false,
      parameters: 545_810,
      accuracy: expect.any(Number),
      seconds: expect.any(Number),
    });
  });
});

describe('a narrow window', () => {
  it.each([
    ['of the terminal', { columns: 40 }],
    ['given by COLUMNS where the output is not a terminal', { columns: 0, env: { COLUMNS: '40' } }],
  ])('%s is not written beyond', async (_, options) => {
    const { output } = await run([...FEW, '--out', out], options);
    const long = output.split('\n').filter((line) => line.length > 40 && line.includes(' ', 2));
    expect(long).toEqual([]);
    expect(output).toMatch(/^ +prec\. recall +f1\n +0 +[01]\.\d\d +[01]\.\d\d +[01]\.\d\d$/m);
  });
});

describe('colors', () => {
  const ansi = '\u001b[';

  it('appear only on a terminal', async () => {
    expect(text.output).not.toContain(ansi);
    expect((await run([...FEW, '--out', out], { isTTY: true })).output).toContain(ansi);
  });

  it('do not appear if NO_COLOR is set', async () => {
    const { output } = await run([...FEW, '--out', out], { isTTY: true, env: { NO_COLOR: '1' } });
    expect(output).not.toContain(ansi);
  });
});

describe('exit codes', () => {
  it('are 0 for help and version', async () => {
    const help = await run(['--help']);
    expect([help.code, help.errors]).toEqual([0, '']);
    expect(help.output).toContain('Usage: npm start -- [flags]');
    const version = await run(['--version']);
    expect([version.code, version.errors]).toEqual([0, '']);
    expect(version.output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('are 2 for wrong usage, with a suggestion', async () => {
    expect(await run(['--epoch', '3'])).toEqual({
      code: 2,
      output: '',
      errors: '--epoch: there is no such flag. Did you mean --epochs?\nTry: npm start -- --help\n',
    });
  });

  it('are 1 for missing data, before anything is trained', async () => {
    const process = new FakeProcess();
    const code = await demo(['--data', join(out, 'nothing here'), '--json'], process);
    expect([code, process.output]).toEqual([1, '']);
    expect(process.errors).toContain('Failed: MNIST: expected train-images-idx3-ubyte');
    expect(process.errors).not.toContain('    at ');
  });

  it('are 1 for files that cannot be written at the end, after the summary', async () => {
    const folder = join(out, 'blocked');
    mkdirSync(join(folder, 'report.html'), { recursive: true });
    const { code, output, errors } = await run([...FEW, '--json', '--out', folder]);
    expect(code).toBe(1);
    expect(errors).toMatch(/^Failed: --out: expected to write report\.html/);
    expect(eventsOf(output).at(-1)).toMatchObject({ event: 'summary' });
  });

  it('are 1 for a directory that cannot be made, before the digits are looked for', async () => {
    const file = join(out, 'a file');
    writeFileSync(file, '');
    const { code, output, errors } = await run(['--out', join(file, 'inside')]);
    expect([code, output]).toEqual([1, '']);
    expect(errors).toMatch(/^Failed: --out: expected a directory that can be written to/);
    expect(existsSync(join(file, 'inside'))).toBe(false);
  });

  it('are 1 for names with control characters, which are shown escaped', async () => {
    const process = new FakeProcess();
    const code = await demo(['--data', join(out, 'no\u001b[2Jthing'), '--json'], process);
    expect([code, process.output]).toEqual([1, '']);
    expect(process.errors).toContain('no\\x1b[2Jthing');
    expect(process.errors).not.toContain('\u001b');
  });

  it('are 1 for training that diverges, with a report of how the loss went', async () => {
    const folder = join(out, 'diverged');
    const { code, output, errors } = await run(['--step', '1e30', '--out', folder]);
    expect(code).toBe(1);
    expect(errors).toMatch(/^Failed: training.*Take a smaller step/);
    expect(output).toContain(`How the loss went, on a page:\n  ${join(folder, 'report.html')}\n`);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(
      /<h1>Training diverged: with a step of 1e\+30, the loss left all bounds after \d+ updates?\.<\/h1>/,
    );
  });

  it('are 1 for unexpected errors, with the place', async () => {
    const process = new FakeProcess();
    const code = await demo([...FEW, '--json'], process, () => Promise.reject(new TypeError('odd')));
    expect(code).toBe(1);
    expect(process.errors).toMatch(/TypeError: odd\n {4}at /);
  });
});

describe('where the digits come from', () => {
  it('is named in the summary, and notices reach the reader', async () => {
    const process = new FakeProcess();
    await demo([...FEW, '--json'], process, (_, { note }) => {
      note('using synthetic digits');
      return Promise.resolve({ ...digits, source: 'synthetic' });
    });
    expect(process.output).toContain('"dataset":"synthetic"');
    expect(process.errors).toBe('using synthetic digits\n');
  });

  it('is named with control characters escaped, as are the paths of written files', async () => {
    const process = new FakeProcess();
    const folder = join(out, 'bell\u0007');
    await demo([...FEW, '--out', folder], process, (_, { note }) => {
      note('from \u001b]0;title\u0007');
      return load();
    });
    expect(process.output).toContain('from \\x1b]0;title\\x07\n');
    expect(process.output).toContain(join(out, 'bell\\x07', 'report.html'));
    for (const control of ['\u0007', '\u001b']) expect(process.output).not.toContain(control);
  });

  it('is named wherever the accuracy is, so that no run on synthetic digits looks like one on MNIST', async () => {
    const process = new FakeProcess();
    const folder = join(out, 'synthetic');
    await demo([...FEW, '--out', folder], process, () => Promise.resolve({ ...digits, source: 'synthetic' }));
    expect(process.output).toContain('generated: this is not MNIST');
    expect(process.output).toMatch(/Validation accuracy: [\d.]+% \(synthetic digits, 200 images/);
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(page).toMatch(/<h1>.*% of synthetic digits right.*<\/h1>/);
    expect(page).toContain('These digits were generated: they are not MNIST.');
  });
});
