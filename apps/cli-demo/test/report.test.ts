import '@neutype/backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { input, type Network, relu, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import type { EpochRecord, Optimizer } from '@neutype/optimizers';
import type { ChartPanel } from '@neutype/plots';
import { random } from '@neutype/random';
import { headline } from '../src/report/headline.js';
import { html } from '../src/report/html.js';
import { isLogarithmic, lossCurve, verdictOnCurves } from '../src/report/lossCurve.js';
import { confusionsOf, mistakesOf } from '../src/report/mistakes.js';
import { reportPage } from '../src/report/page.js';
import type { Run } from '../src/report/run.js';
import { commandOf } from '../src/report/sections/settings.js';
import { duration, sureness } from '../src/report/words.js';

const SETTINGS = {
  epochs: 2,
  batchSize: 10,
  step: 0.01,
  momentum: 0.9,
  seed: 3,
  backend: 'cpu',
  dataset: undefined,
  data: undefined,
  out: 'out',
  checkpoint: undefined,
  resume: false,
  json: false,
} as const;

let network: Network;
beforeAll(async () => {
  await useBackend('cpu');
  network = input(784).to(relu(4), softmax(3));
  await network.initialize(random(0));
});

function epoch(number: number, { updates = 2, valid = 1 / number }: Partial<EpochRecord> = {}): EpochRecord {
  return { epoch: number, train: 1, trainMean: 1 / number, valid, step: 0.01, seconds: 4, updates };
}

/** Only what the report reads of an optimizer. */
function trained(epochs: readonly EpochRecord[], train: readonly number[]): Optimizer {
  const history = {
    train,
    valid: epochs.flatMap(({ valid }) => (valid === undefined ? [] : [valid])),
    metrics: {},
    updatesPerEpoch: epochs.map(({ updates }) => updates),
    epochs,
  };
  return { history, algorithm: 'Momentum', seed: 3 } as unknown as Optimizer;
}

/** Three classes with six images, of which two 2s are taken for 0s. */
const ACTUAL = [0, 0, 1, 1, 2, 2];
const SAID = [0, 0, 1, 1, 0, 0];

function verdictOf(actual: readonly number[], said: readonly number[], sure = 0.9) {
  const rows = said.flatMap((digit, index) =>
    [0, 1, 2].map((each) => (each === digit ? sure - index / 100 : (1 - sure + index / 100) / 2)),
  );
  return {
    actual: ndarray(Int32Array.from(actual)),
    predicted: ndarray(Int32Array.from(said)),
    probabilities: ndarray(Float32Array.from(rows), [said.length, 3]),
    accuracy: actual.filter((digit, index) => digit === said[index]).length / actual.length,
  };
}

function runOf({
  said = SAID,
  stopped = false,
  ...others
}: Partial<Run> & { said?: number[]; stopped?: boolean } = {}): Run {
  return {
    network,
    optimizer: trained([epoch(1), epoch(2)], [4, 2, 1, 0.5]),
    settings: SETTINGS,
    dataset: 'mnist',
    trainedOn: 20,
    engine: 'CPU engine',
    seconds: 9,
    finished: new Date('2026-03-01T10:20:00Z'),
    outcome: {
      kind: 'checked',
      stopped,
      pictures: ndarray(new Float32Array(said.length * 784).fill(0.5), [said.length, 28, 28]),
      verdict: verdictOf(ACTUAL, said),
    },
    ...others,
  };
}

const DIVERGED = {
  kind: 'diverged',
  reason: 'training stopped: expected a finite loss, got <NaN>.',
} as const;

describe("the report's headline", () => {
  it.each<[string, () => Run, string]>([
    [
      'tells how long it took and what came of it',
      runOf,
      'After 2 epochs and 8.0 s of training, the network reads 66.67% of MNIST right, and misreads 2 of 6 images.',
    ],
    [
      'names generated digits',
      () => runOf({ dataset: 'synthetic' }),
      'After 2 epochs and 8.0 s of training, the network reads 66.67% of synthetic digits right, and misreads 2 of 6 images.',
    ],
    [
      'praises a run without a mistake',
      () => runOf({ said: ACTUAL }),
      'After 2 epochs and 8.0 s of training, the network reads 100.00% of MNIST right, with no mistake in 6 images.',
    ],
    [
      'says so where nothing was learned',
      () => runOf({ said: [0, 0, 0, 0, 0, 0] }),
      'After 2 epochs and 8.0 s of training, the network has learned next to nothing: it reads 33.33% of MNIST right, and misreads 4 of 6 images.',
    ],
    [
      'counts whole epochs where training was stopped',
      () => runOf({ stopped: true, optimizer: trained([epoch(1), epoch(2, { updates: 1 })], [4, 2, 1]) }),
      'Stopped after 1 of 2 epochs, the network reads 66.67% of MNIST right, and misreads 2 of 6 images.',
    ],
    [
      'knows a run that was stopped in its first epoch',
      () => runOf({ stopped: true, optimizer: trained([epoch(1, { updates: 1 })], [4]) }),
      'Stopped within its first epoch, the network reads 66.67% of MNIST right, and misreads 2 of 6 images.',
    ],
    [
      'knows a run that was stopped before it began',
      () => runOf({ stopped: true, optimizer: trained([], []) }),
      'Stopped before its first update, the network only guesses: it reads 66.67% of MNIST right, and misreads 2 of 6 images.',
    ],
    [
      'tells divergence and the step',
      () => runOf({ outcome: DIVERGED, optimizer: trained([], [2, 1e30]) }),
      'Training diverged: with a step of 0.01, the loss left all bounds after 2 updates.',
    ],
  ])('%s', (_, run, sentence) => {
    expect(headline(run()).replaceAll('\u00a0', ' ')).toBe(sentence);
  });
});

describe('the loss curve', () => {
  it('has a logarithmic axis down to a whole decade where the range asks for it', () => {
    const plot = lossCurve(trained([epoch(1, { valid: 0.2 })], [4, 0.1]).history, 2);
    expect(isLogarithmic(plot)).toBe(true);
    const [low, high] = (plot.description.panels[0] as ChartPanel).y.domain!;
    expect(low).toBeCloseTo(0.1, 12);
    expect(high).toBe(4);
    expect(isLogarithmic(lossCurve(trained([], [4, 1]).history, 2))).toBe(false);
  });

  it('stands at epochs, and at updates where no epoch was whole', () => {
    const { marks, x } = lossCurve(trained([epoch(1), epoch(2)], [4, 2, 1, 0.5]).history, 2).description
      .panels[0] as ChartPanel;
    expect(x).toMatchObject({ label: 'Epochs', domain: [0, 2] });
    expect(marks.map((mark) => mark.type === 'line' && mark.x)).toEqual([
      [0, 0.5, 1, 1.5],
      [1, 2],
    ]);
    const short = lossCurve(trained([], [4, 2, 1]).history, 10).description.panels[0] as ChartPanel;
    expect(short.x).toMatchObject({ label: 'Updates', domain: [0, 3] });
  });

  it('draws means of batches where there are many, each in the middle of its batches', () => {
    const losses = Array.from({ length: 1000 }, (_, index) => (index % 2 === 0 ? 1 : 3));
    const [mark] = (lossCurve(trained([], losses).history, 1000).description.panels[0] as ChartPanel).marks;
    expect(mark).toMatchObject({ label: 'Training, mean of 10 batches', y: new Array(100).fill(2) });
    expect(mark!.type === 'line' && mark!.x[0]).toBeCloseTo(0.0045, 12);
  });

  it('leaves a gap for a loss that is no number', () => {
    const [mark] = (lossCurve(trained([], [1, Number.NaN, 2]).history, 9).description.panels[0] as ChartPanel)
      .marks;
    expect(mark).toMatchObject({ y: [1, null, 2] });
  });

  it('is told with its lowest point', () => {
    const rising = trained([epoch(1, { valid: 0.2 }), epoch(2, { valid: 0.3 })], [1]).history;
    expect(verdictOnCurves(rising)).toContain('lowest after epoch 1 (0.200) and ends at 0.300');
    expect(verdictOnCurves(trained([epoch(1), epoch(2)], [1]).history)).toContain('lowest at the end: 0.500');
    expect(verdictOnCurves(trained([epoch(1)], [1]).history)).toBeUndefined();
  });
});

describe('mistakes', () => {
  const verdict = verdictOf([0, 1, 2, 2, 2], [1, 1, 0, 0, 1]);

  it('come with the one that the network was surest of first', () => {
    expect(mistakesOf(verdict).map(({ index }) => index)).toEqual([0, 2, 3, 4]);
    expect(mistakesOf(verdict)[1]).toMatchObject({ actual: 2, predicted: 0, sureness: Math.fround(0.88) });
  });

  it('are counted by what was taken for what', () => {
    expect(confusionsOf(mistakesOf(verdict))).toEqual([
      { actual: 2, predicted: 0, times: 2 },
      { actual: 0, predicted: 1, times: 1 },
      { actual: 2, predicted: 1, times: 1 },
    ]);
  });
});

describe('the page', () => {
  it('has one h1, and no heading that skips a level', async () => {
    for (const run of [runOf(), runOf({ said: ACTUAL }), runOf({ outcome: DIVERGED })]) {
      const levels = [...(await reportPage(run)).matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      const steps = levels.map((level, index) => level - (levels[index - 1] ?? 0));
      expect(Math.max(...steps)).toBe(1);
    }
  });

  it('shows each mistake of a class with what it was taken for, and says so to who cannot see it', async () => {
    const page = await reportPage(runOf());
    expect(page.match(/alt="A 2 that was taken for a 0"/g)).toHaveLength(2);
    expect(page.match(/<img /g)).toHaveLength(2);
    expect(page).toContain('<span class="sure">86.0%</span>');
  });

  it('leaves out what there is nothing to show of', async () => {
    const perfect = await reportPage(runOf({ said: ACTUAL }));
    expect(perfect).toContain('Nothing: all 6 images were read right.');
    expect(perfect).not.toContain('What it takes for what');
    const untrained = await reportPage(runOf({ optimizer: trained([], []), stopped: true }));
    expect(untrained).not.toContain('How it learned');
    const diverged = await reportPage(runOf({ outcome: DIVERGED }));
    expect(diverged).not.toContain('What it got wrong');
    expect(diverged).toContain('Training stopped: expected a finite loss, got &lt;NaN&gt;.');
  });

  it('tells how much of the axes the corner shows, and nothing where it shows all', async () => {
    const tellsOf = (page: string) => page.match(/Only the upper \w+ corner is shown: \d+% of each axis\./g);
    expect(tellsOf(await reportPage(runOf({ said: ACTUAL })))).toEqual([
      'Only the upper left corner is shown: 1% of each axis.',
      'Only the upper right corner is shown: 1% of each axis.',
    ]);
    expect(tellsOf(await reportPage(runOf({ said: [1, 1, 0, 0, 0, 0] })))).toBeNull();
  });

  it('runs and fetches nothing', async () => {
    const page = await reportPage(runOf());
    expect(page).not.toMatch(/<script|<link|\son\w+=|@import/);
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  });

  it('uses each id once', async () => {
    const ids = [...(await reportPage(runOf())).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the command that repeats the run', () => {
  it('names all that makes the run what it is', () => {
    expect(commandOf(runOf())).toBe(
      'npm start -- --dataset mnist --epochs 2 --batch-size 10 --step 0.01 --momentum 0.9 --seed 3',
    );
  });

  it('quotes a path for the shell, and the page escapes it', async () => {
    const run = runOf({ settings: { ...SETTINGS, data: "it's <here>" } });
    expect(commandOf(run)).toContain(String.raw`--data 'it'\''s <here>'`);
    expect(await reportPage(run)).toContain('it&#39;\\&#39;&#39;s &lt;here&gt;');
  });
});

describe('html', () => {
  it('escapes text, in lists too, and leaves markup as it is', () => {
    const inner = html`<b>${'a & b'}</b>`;
    expect(html`<p title="${'"x"'}">${inner}${['<i>', inner]}${undefined}${false}${0}</p>`.markup).toBe(
      '<p title="&quot;x&quot;"><b>a &amp; b</b>&lt;i&gt;<b>a &amp; b</b>0</p>',
    );
  });

  it('replaces control characters', () => {
    expect(html`${'a\u0000\u001b[31m\nb'}`.markup).toBe('a\ufffd\ufffd[31m\nb');
  });
});

describe('words', () => {
  it.each([
    [8.44, '8.4 s'],
    [9.96, '10 s'],
    [59.6, '1 min'],
    [252, '4 min 12 s'],
    [3780, '1 h 3 min'],
  ])('tell %d seconds as %s', (seconds, text) => {
    expect(duration(seconds).replaceAll('\u00a0', ' ')).toBe(text);
  });

  it('call nothing certain that is not', () => {
    expect([1, 0.99999, 0.998, 0.5].map(sureness)).toEqual(['100%', '>99.9%', '99.8%', '50.0%']);
  });
});
