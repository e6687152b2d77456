import { describe, expect, it } from '@jest/globals';
import { DataNotFoundError, syntheticDigits } from '@neutype/datasets';
import { memory } from '@tensorflow/tfjs-core';
import { defaultSettings, type Settings } from '../src/shared/settings.js';
import { DigitStore } from '../src/worker/digits/digitStore.js';
import { mnistFromFiles } from '../src/worker/digits/mnistFromFiles.js';
import { fewDigits, Page, small, stroke } from './support/session.js';

function settle() {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

describe('a training session', () => {
  it.each([
    'input([28, 28, 1]).to(conv2d(4, 3), relu(), maxPool2d(2), flatten(), softmax(10))',
    'input([28, 28]).to(flatten(), softmax(10))',
    'input(784).to(reshape([28, 28, 1]), conv2d(4, 5), batchNorm(), relu(), flatten(), softmax(10))',
  ])('trains %s, reads drawings with it, and loads its weights back', async (architecture) => {
    const page = new Page();
    await page.train({ architecture });
    expect(page.failures).toEqual([]);
    expect(page.told('epoch')).toHaveLength(1);
    await page.draw(stroke(1));
    const before = page.last('prediction')?.prediction;
    expect(before?.probabilities).toHaveLength(10);

    await page.ask({ type: 'exportWeights', format: 'safetensors', purpose: 'download' });
    const another = new Page();
    await another.load(page.last('weights')?.files[0]?.bytes as Uint8Array);
    await another.draw(stroke(1));
    expect(another.failures).toEqual([]);
    expect(another.last('network')?.architecture).toBe(architecture);
    expect(another.last('prediction')?.prediction).toEqual(before);
  });

  it('says what there is to know of a line, and what is wrong with it', async () => {
    const page = new Page();
    await page.ask({ type: 'check', line: 'input([28, 28]).to(flatten(), softmax(10))' });
    await page.ask({ type: 'check', line: 'input(784).to(softmax(9))' });
    expect(page.told('architecture').map(({ checked }) => checked)).toEqual([
      {
        line: 'input([28, 28]).to(flatten(), softmax(10))',
        parameterCount: 7850,
        inputShape: [28, 28],
        layers: [
          { outputShape: [28, 28], parameterCount: 0 },
          { outputShape: [784], parameterCount: 0 },
          { outputShape: [10], parameterCount: 7850 },
        ],
        columns: [
          {
            kind: 'image',
            layer: 'input-1',
            made: 'input',
            count: 1,
            rows: 28,
            columns: 28,
            sources: [],
            depth: 0,
          },
          {
            kind: 'answers',
            layer: 'softmax-1',
            made: 'softmax',
            count: 10,
            rows: 1,
            columns: 1,
            sources: [0],
            depth: 1,
          },
        ],
      },
      { line: 'input(784).to(softmax(9))', problem: expect.stringContaining('end with softmax(10)') },
    ]);
  });

  it('does not train what is wrong, and keeps the network that it had', async () => {
    const page = new Page();
    await page.train();
    await page.train({ architecture: 'input(784).to(softmax(9))' });
    expect(page.failures).toEqual([expect.stringContaining('end with softmax(10)')]);
    await page.draw(stroke(1));
    expect(page.told('prediction')).toHaveLength(1);
  });

  it('shows the pictures of the first layer: units, filters, or nothing where there are none', async () => {
    const page = new Page();
    await page.train();
    expect(page.last('firstLayer')?.firstLayer).toMatchObject({ kind: 'units', rows: 28, columns: 28 });
    expect(page.last('firstLayer')?.firstLayer?.tiles).toHaveLength(16);
    await page.train({ architecture: 'input([28, 28, 1]).to(conv2d(3, [2, 4]), flatten(), softmax(10))' });
    const filters = page.last('firstLayer')?.firstLayer;
    expect(filters).toMatchObject({ kind: 'filters', rows: 2, columns: 4 });
    expect(filters?.tiles.map(({ length }) => length)).toEqual([8, 8, 8]);
    await page.train({
      architecture: 'input(784).to(batchNorm(), reshape([1, 784]), flatten(), softmax(10))',
    });
    expect(page.last('firstLayer')?.firstLayer).toMatchObject({ kind: 'units' });
    await page.train({
      architecture: 'input([28, 28, 1]).to(maxPool2d(2), flatten(), softmax(10))',
    });
    expect(page.last('firstLayer')?.firstLayer).toBeUndefined();
  });

  it('refuses weights while a training is paused, and goes on with it', async () => {
    const page = new Page();
    await page.train();
    await page.ask({ type: 'exportWeights', format: 'safetensors', purpose: 'download' });
    const training = page.train({ epochs: 3 });
    await page.until(() => page.last('phase')?.phase === 'training');
    await page.ask({ type: 'pause' });
    await page.load(page.last('weights')?.files[0]?.bytes as Uint8Array);
    expect(page.failures).toEqual([expect.stringContaining('Something else is going on')]);
    await page.ask({ type: 'resume' });
    await training;
    expect(page.failures).toHaveLength(1);
    expect(page.last('phase')).toMatchObject({
      phase: 'finished',
      message: expect.stringContaining('Finished'),
    });
  });

  it('trains one network at a time', async () => {
    const page = new Page();
    const training = page.train({ epochs: 2 });
    await page.train();
    expect(page.failures).toEqual([expect.stringContaining('Something else is going on')]);
    await training;
    expect(page.told('epoch')).toHaveLength(2);
  });

  it('trains on with the weights that are there', async () => {
    const page = new Page();
    const fast = { optimizer: 'gradientDescent', step: 0.5, batchSize: 20 } as const;
    await page.train({ ...fast, epochs: 4 });
    const trained = page.last('results')?.results.accuracy;
    await page.train({ ...fast, epochs: 1, step: 1e-6 }, true);
    const onward = page.last('results')?.results.accuracy;
    expect(page.failures).toEqual([]);
    expect(trained).toBeGreaterThan(0.5);
    expect(onward).toBe(trained);
  });

  it.each<[string, Partial<Settings>]>([
    ['a number', {}],
    ['a schedule', { schedule: 'cosineDecay' }],
  ])('takes another step while it trains, at once: %s', async (_, changes) => {
    const page = new Page();
    const settings = {
      optimizer: 'gradientDescent',
      step: 0.5,
      batchSize: 20,
      epochs: 4,
      ...changes,
    } as const;
    const training = page.train(settings);
    await page.until(() => page.told('epoch').length === 1);
    await page.ask({ type: 'changeStep', settings: { ...defaultSettings, ...settings, step: 1e-6 } });
    await training;
    expect(page.failures).toEqual([]);
    const valid = page.told('epoch').map(({ summary }) => summary.valid);
    expect(Math.abs((valid[3] ?? 0) - (valid[2] ?? 1))).toBeLessThan(1e-4);
  });

  it('lets another step for a run that has ended pass', async () => {
    const page = new Page();
    await page.ask({ type: 'changeStep', settings: defaultSettings });
    expect(page.failures).toEqual([]);
  });

  it('says when it has ended early, and with which weights', async () => {
    const page = new Page();
    await page.train({ optimizer: 'gradientDescent', step: 0.5, batchSize: 20, epochs: 40, patience: 1 });
    const epochs = page.told('epoch').map(({ summary }) => summary);
    expect(epochs.length).toBeLessThan(40);
    const best = epochs.reduce((least, epoch) => (epoch.valid < least.valid ? epoch : least));
    expect(page.last('phase')?.message).toBe(
      `Finished early, with the weights of epoch ${best.epoch}: ${(100 * best.accuracy).toFixed(2)} % of the validation digits are right.`,
    );
  });

  it('evaluates the weights that it loads', async () => {
    const page = new Page();
    await page.train({ epochs: 4 });
    await page.ask({ type: 'exportWeights', format: 'safetensors', purpose: 'download' });
    const another = new Page();
    await another.load(page.last('weights')?.files[0]?.bytes as Uint8Array);
    expect(another.last('results')).toEqual(page.last('results'));
  });

  it('says its mind on a drawing again as the network changes', async () => {
    const page = new Page();
    await page.draw(stroke(7));
    expect(page.told('prediction')).toEqual([]);
    await page.train({ epochs: 3 });
    const answers = page
      .told('prediction')
      .map(({ drawing, prediction }) => [drawing, prediction.probabilities]);
    expect(answers.length).toBeGreaterThanOrEqual(4);
    expect(answers.every(([drawing]) => drawing === 7)).toBe(true);
    expect(answers.at(-1)).not.toEqual(answers[0]);
    const before = answers.length;
    await page.draw(undefined);
    await page.train();
    expect(page.told('prediction')).toHaveLength(before);
  });

  it('keeps no tensor of drawings', async () => {
    const page = new Page();
    await page.train();
    for (let id = 1; id <= 10; id++) await page.draw(stroke(id)); // until predictions are replayed
    const before = memory().numTensors;
    for (let id = 11; id <= 30; id++) await page.draw(stroke(id));
    expect(page.last('prediction')?.drawing).toBe(30);
    expect(memory().numTensors).toBe(before);
  });

  it('holds as many tensors after a run as after the one before', async () => {
    const page = new Page();
    await page.train();
    const before = memory().numTensors;
    await page.train();
    await page.train({}, true);
    expect(memory().numTensors).toBe(before);
  });

  it('tells the mean loss of an epoch, as the mean of its updates', async () => {
    const page = new Page();
    await page.train({ epochs: 2, batchSize: 100 });
    const losses = page.told('progress').flatMap(({ progress }) => progress.losses);
    expect(losses).toHaveLength(12);
    page.told('epoch').forEach(({ summary }, index) => {
      const mean = losses.slice(6 * index, 6 * index + 6).reduce((sum, loss) => sum + loss / 6, 0);
      expect(summary.train).toBeCloseTo(mean, 6);
    });
  });

  it('tells the last losses of a training that diverges, and keeps no network of it', async () => {
    const page = new Page();
    await page.train({
      step: 10,
      momentum: 0.99,
      architecture: 'input(784).to(linear(50), linear(50), softmax(10))',
    });
    expect(page.failures).toEqual([expect.stringMatching(/loss/)]);
    const losses = page.told('progress').flatMap(({ progress }) => progress.losses);
    const failedAt = Number(/update (\d+)/.exec(page.failures[0] as string)?.[1]);
    expect(losses).toHaveLength(failedAt - 1);
    expect(page.told('noNetwork')).toHaveLength(1);
    expect(page.last('phase')?.phase).toBe('idle');
  });

  it('knows no speed after a single step, rather than one that is no number', async () => {
    const page = new Page();
    const training = page.train({ epochs: 3 });
    await page.until(() => page.last('phase')?.phase === 'training');
    await page.ask({ type: 'pause' });
    await settle();
    const steps = page.told('progress').length;
    await page.ask({ type: 'step' });
    await page.until(() => page.told('progress').length > steps);
    expect(page.last('progress')?.progress).toMatchObject({
      imagesPerSecond: undefined,
      secondsLeft: undefined,
    });
    await page.ask({ type: 'resume' });
    await training;
  });

  it('stops, and says after how many updates', async () => {
    const page = new Page();
    const training = page.train({ epochs: 1000 });
    await page.until(() => page.told('epoch').length === 2);
    await page.ask({ type: 'stop' });
    await training;
    expect(page.last('phase')?.message).toMatch(
      /^Stopped after [\d,]+ updates: [\d.]+ % of the validation digits/,
    );
    expect(page.failures).toEqual([]);
  });

  it('stops while it loads the digits, and keeps the network that it had', async () => {
    const page = new Page((wanted, { signal }) =>
      wanted.settings.dataset === 'mnist'
        ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        : fewDigits(wanted, { signal, onNotice: () => {} }),
    );
    await page.train();
    const training = page.train({ dataset: 'mnist' });
    await settle();
    await page.ask({ type: 'stop' });
    await training;
    expect(page.last('phase')).toEqual({ type: 'phase', phase: 'finished', message: 'Stopped.' });
    expect(page.failures).toEqual([]);
    await page.draw(stroke(1));
    expect(page.told('prediction')).toHaveLength(1);
  });

  it('goes on with generated digits where MNIST is out of reach, and says so in a line', async () => {
    const page = new Page((wanted, waiting) =>
      wanted.settings.dataset === 'mnist'
        ? Promise.reject(new DataNotFoundError('No mirror answered.'))
        : fewDigits(wanted, waiting),
    );
    await page.train({ dataset: 'mnist' });
    expect(page.failures).toEqual([]);
    expect(page.last('otherDigits')).toMatchObject({ dataset: 'synthetic' });
    expect(page.last('otherDigits')?.message).toMatch(/^MNIST could not be fetched, so/);
    expect(page.last('results')?.results.dataset).toBe('synthetic');
    expect(page.last('phase')?.phase).toBe('finished');
  });

  it('measures a step of convolutions too, and leaves the backend as it was', async () => {
    const page = new Page();
    await page.train();
    const architecture = 'input([28, 28, 1]).to(conv2d(2, 3), flatten(), softmax(10))';
    await page.ask({ type: 'measureBackends', architecture, batchSize: 16 });
    const measured = page.last('backends')?.measured ?? [];
    expect(measured.map(({ backend }) => backend)).toEqual(['cpu', 'webgl', 'webgpu']);
    expect(measured[0]?.unavailable).toBeUndefined();
    expect(measured[0]?.millisecondsPerStep).toBeGreaterThan(0);
    expect(page.told('phase').filter(({ phase }) => phase === 'measuring')).toHaveLength(3);
    await page.draw(stroke(1));
    expect(page.failures).toEqual([]);
    expect(page.told('prediction')).toHaveLength(1);
  });

  it('takes a move to a backend that another took the place of for no failure', async () => {
    const page = new Page();
    const training = page.train({ epochs: 200 });
    await page.until(() => page.told('epoch').length === 1);
    const moves = [page.ask({ type: 'switchBackend', backend: 'webgl' })];
    moves.push(page.ask({ type: 'switchBackend', backend: 'cpu' }));
    await Promise.all(moves);
    expect(page.failures).toEqual([]);
    await page.ask({ type: 'stop' });
    await training;
    expect(page.last('engine')?.backend).toBe('cpu');
  });

  it('says what is wrong with a file, and keeps the network that it had', async () => {
    const page = new Page();
    await page.train();
    await page.load(new TextEncoder().encode('not weights at all'));
    expect(page.failures).toEqual([expect.stringContaining('expected a safetensors file')]);
    await page.draw(stroke(1));
    expect(page.told('prediction')).toHaveLength(1);
  });
});

describe('the digits', () => {
  it('are split the same for every seed of training', async () => {
    const tests: number[][] = [];
    const images = syntheticDigits({ samples: 700, seed: 3 });
    for (const seed of [0, 1, 2 ** 31]) {
      const page = new Page(async () => images);
      await page.train({ seed, dataset: 'mnist', architecture: small });
      const report = page.last('results')?.results.confusion.map((row) => row.reduce((sum, n) => sum + n, 0));
      tests.push(report ?? []);
    }
    expect(tests[1]).toEqual(tests[0]);
    expect(tests[2]).toEqual(tests[0]);
  });

  it('are found once for several runs', async () => {
    let found = 0;
    const page = new Page((wanted, waiting) => {
      found += 1;
      return fewDigits(wanted, waiting);
    });
    await page.train();
    await page.train({ architecture: 'input([28, 28]).to(flatten(), softmax(10))' });
    expect(found).toBe(1);
    await page.train({ seed: 1 });
    expect(found).toBe(1);
    await page.train({ seed: 1, dataset: 'mnist' });
    await page.train({ seed: 2, dataset: 'mnist' });
    expect(found).toBe(2);
  });
});

describe('a person’s own images', () => {
  const six = syntheticDigits({ samples: 700, seed: 5 });
  const labels = six.labels.data.map((label) => label % 6);

  it('are trained on like others, also where they lack digits, and while others are chosen they stay', async () => {
    const page = new Page();
    await page.ask({ type: 'useOwnImages', images: six.images.data, labels });
    const { labels: shown, images } = page.last('samples')?.samples ?? {};
    expect(shown).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    expect(images?.subarray(0, 784)).toEqual(six.images.row(labels.indexOf(0)).data);
    await page.train();
    await page.train({ dataset: 'own' });
    const { dataset, confusion = [] } = page.last('results')?.results ?? {};
    expect(dataset).toBe('own');
    expect(confusion.map((row) => row.length)).toEqual(Array(10).fill(10));
    expect(confusion.slice(6).flat()).toEqual(Array(40).fill(0));
    expect(page.failures).toEqual([]);
  });
});

describe('MNIST from a person’s own disk', () => {
  const named = (...contents: Uint8Array<ArrayBuffer>[]) =>
    contents.map((bytes, index) => ({ name: `file ${index + 1}`, bytes }));

  /** An IDX file of zeros, but for a first byte that tells files apart. */
  function idx(shape: readonly number[], first = 0): Uint8Array<ArrayBuffer> {
    const file = new Uint8Array(4 + 4 * shape.length + shape.reduce((product, side) => product * side, 1));
    file.set([0, 0, 8, shape.length]);
    shape.forEach((side, index) => {
      new DataView(file.buffer).setUint32(4 + 4 * index, side);
    });
    file[4 + 4 * shape.length] = first;
    return file;
  }
  const compressed = async (file: Uint8Array<ArrayBuffer>) =>
    new Uint8Array(
      await new Response(new Blob([file]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
    );

  it('is put together whatever the files are called, compressed or not', async () => {
    const { images, labels } = await mnistFromFiles(
      named(
        idx([10_000], 7),
        await compressed(idx([60_000, 28, 28], 201)),
        idx([60_000], 3),
        idx([10_000, 28, 28], 99),
      ),
    );
    expect([images.shape, labels.shape]).toEqual([[70_000, 784], [70_000]]);
    expect([images.row(0).data[0], images.row(60_000).data[0]]).toEqual([201, 99]);
    expect([labels.data[0], labels.data[60_000]]).toEqual([3, 7]);
  });

  it('is read on request, and then trained on without asking anybody for it', async () => {
    const page = new Page();
    const files = named(idx([60_000, 28, 28]), idx([60_000]), idx([10_000, 28, 28]), idx([10_000]));
    await page.ask({ type: 'useMnist', files });
    expect(page.last('digitsTaken')).toEqual({ type: 'digitsTaken', dataset: 'mnist' });
    expect(page.last('samples')?.samples).toMatchObject({ dataset: 'mnist', labels: [0, 0] });
    await page.ask({ type: 'useMnist', files: files.slice(1) });
    expect(page.last('digitsRefused')?.message).toContain('60,000 images is missing');

    const store = new DigitStore(() => Promise.reject(new DataNotFoundError('No mirror answered.')));
    const wanted = { settings: { dataset: 'mnist' as const }, site: 'http://localhost/' };
    expect(store.isNear(wanted)).toBe(false);
    store.keep('mnist', syntheticDigits({ samples: 70 }));
    expect(store.isNear(wanted)).toBe(true);
    const waiting = { signal: new AbortController().signal, onNotice: () => {} };
    const { dataset, xTrain } = await store.digitsFor(wanted, waiting);
    expect([dataset, xTrain.length]).toEqual(['mnist', 60]);
  });

  it.each([
    ['a file is missing', [idx([60_000]), idx([10_000])], /that of 60,000 images is missing/],
    ['a file is none of MNIST’s', [new TextEncoder().encode('hello')], /IDX/],
    ['a file is damaged', [Uint8Array.of(0x1f, 0x8b, 1, 2, 3)], /^file 1 is damaged/],
  ])('is refused in words where %s', async (_, files, message) => {
    await expect(mnistFromFiles(named(...files))).rejects.toThrow(message);
  });
});
