import { describe, expect, it } from '@jest/globals';
import * as datasets from '@neutype/datasets';
import * as layers from '@neutype/layers';
import * as losses from '@neutype/losses';
import * as metrics from '@neutype/metrics';
import * as optimizers from '@neutype/optimizers';
import ts from 'typescript';
import '@neutype/backend-cpu';
import { reproducingCode } from '../src/page/code/reproducingCode.js';
import { SYNTHETIC } from '../src/shared/recipe.js';
import { choices, defaultSettings, type OptimizerName, type Settings } from '../src/shared/settings.js';
import { readArchitecture } from '../src/worker/architecture/buildNetwork.js';
import { Page } from './support/session.js';

type Modules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Run = (modules: Modules, console: { log: (value: unknown) => void }) => Promise<void>;

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (...source: string[]) => Run;

/** Runs a program with these modules for its imports, and gives what it printed. */
async function run(program: string, modules: Modules): Promise<unknown[]> {
  const body = program
    .replace(/^import '.*';$/m, '')
    .replace(
      /^import (\{.*\}) from '(.*)';$/gm,
      (_, names, module) => `const ${names} = modules['${module}'];`,
    );
  const script = ts
    .transpile(`export {};\n${body}`, { target: ts.ScriptTarget.ES2022 })
    .replace('export {};', '');
  const printed: unknown[] = [];
  await new AsyncFunction('modules', 'console', script)(modules, { log: (value) => printed.push(value) });
  return printed;
}

const quiet = { colours: false, print: () => {}, warn: () => {} };

interface Made {
  readonly options: object;
  readonly optimizer: optimizers.Optimizer;
}

/** The packages, silent, and telling which optimizers were made, and with what. */
function packages(made: Made[], samples: number): Modules {
  const optimizer = (name: OptimizerName) => (network: layers.Network, options: object) => {
    // biome-ignore lint/performance/noDynamicNamespaceImportAccess: any of them may be asked for
    const optimizer = optimizers[name](network, { ...options, reporter: quiet });
    made.push({ options, optimizer });
    return optimizer;
  };
  function few(asked: datasets.SyntheticDigitsOptions) {
    expect(asked).toEqual(SYNTHETIC);
    return datasets.syntheticDigits({ ...SYNTHETIC, samples });
  }
  return {
    '@neutype/datasets': {
      ...datasets,
      syntheticDigits: few,
      mnist784: async () => few(SYNTHETIC),
    },
    '@neutype/datasets/files': {
      imageFolder: async (_: string, options: object) => folder(samples, options),
    },
    '@neutype/layers': { ...layers },
    '@neutype/losses': { ...losses },
    '@neutype/metrics': { ...metrics },
    '@neutype/optimizers': {
      ...optimizers,
      ...Object.fromEntries(choices.optimizer.map((name) => [name, optimizer(name)])),
    },
  };
}

function folder(samples: number, options: object) {
  expect(options).toEqual({ channels: 1, size: [28, 28] });
  const { images, labels } = datasets.syntheticDigits({ samples });
  return { images: images.reshape(-1, 28, 28), labels };
}

function programOf(settings: Settings) {
  const { network, problem } = readArchitecture(settings.architecture);
  if (!network) throw new Error(problem);
  return reproducingCode(settings, network.inputShape);
}

const shaped = 'input([28, 28, 1]).to(conv2d(2, 3), relu(), maxPool2d(3), flatten(), softmax(10))';
const base: Settings = { ...defaultSettings, architecture: 'input(784).to(softmax(10))', epochs: 1 };

describe('the program beside a run', () => {
  it.each<[string, Partial<Settings>]>([
    ['momentum', {}],
    ['momentum as it was before Nesterov', { nesterov: false, momentum: 0 }],
    ['gradient descent', { optimizer: 'gradientDescent' }],
    ['MNIST', { dataset: 'mnist' }],
    ['a folder of images', { dataset: 'own' }],
    ['another seed', { seed: 4_294_967_295 }],
    ['small and large numbers', { step: 1e-6, batchSize: 10_000, epochs: 3 }],
    ['join', { architecture: 'join(input([28, 28]), flatten(), relu(8), softmax(10))' }],
    [
      'a convolution, written by a formatter, with comments and texts that look like calls',
      {
        architecture: `// conv(
          input([28, 28, 1]).to(
            conv2d(2, 3, { bias: null, name: "linear(1)" }), // tanh(
            batchNorm(),
            relu(),
            flatten(),
            softmax(10, { weight: xavierNormal() }),
          ); // the end`,
      },
    ],
  ])('runs: %s', async (_, changes) => {
    const settings = { ...base, ...changes };
    const made: Made[] = [];
    const printed = await run(programOf(settings), packages(made, 210));
    expect(printed).toEqual([expect.stringContaining('precision'), expect.any(Number)]);
    const { batchSize, step, seed, momentum, nesterov } = settings;
    const ofMomentum = settings.optimizer === 'momentum' ? { momentum, nesterov } : {};
    expect(made.map(({ options }) => options)).toEqual([
      {
        loss: 'categoricalCrossentropy',
        batchSize,
        step,
        seed,
        shuffleData: true,
        verbose: true,
        ...ofMomentum,
      },
    ]);
  });

  it('draws the same digits for every seed of training', () => {
    const program = programOf({ ...base, dataset: 'synthetic', seed: 7 });
    expect(program).toContain('syntheticDigits({ samples: 14000, seed: 0 })');
  });

  it('holds out the digits that the terminal demo holds out, whatever the seed of training is', () => {
    expect(programOf({ ...base, seed: 7 })).toContain(
      'trainTestSplit(x, oneHot(labels), { testSize: 1 / 7, seed: 0 })',
    );
  });

  it.each<Partial<Settings>>([
    {},
    { shift: 1, architecture: shaped },
    { schedule: 'oneCycle', l1: 0.1, l2: 0.1 },
  ])('is taken by TypeScript as it stands, with %j', (changes) => {
    const { diagnostics } = ts.transpileModule(programOf({ ...base, ...changes }), {
      reportDiagnostics: true,
    });
    expect(diagnostics).toEqual([]);
  });

  it('imports what it calls, each once and in order', () => {
    const program = programOf({
      ...base,
      optimizer: 'lion',
      schedule: 'cosineDecay',
      warmup: 2,
      labelSmoothing: 0.1,
      l2: 1e-4,
      patience: 3,
      shift: 2,
    });
    expect(program.split('\n\n')[0]?.split('\n')).toEqual([
      "import '@neutype/backend-cpu';",
      "import { augment, batches, mapBatches, oneHot, syntheticDigits, trainTestSplit } from '@neutype/datasets';",
      "import { input, softmax } from '@neutype/layers';",
      "import { categoricalCrossentropy } from '@neutype/losses';",
      "import { accuracyScore, classificationReport } from '@neutype/metrics';",
      "import { cosineDecay, earlyStopping, l2, linearWarmup, lion } from '@neutype/optimizers';",
    ]);
    expect(program).toContain('step: linearWarmup(cosineDecay(0.01, { epochs: 1 }), { epochs: 2 }),');
  });

  const OPTIMIZERS = choices.optimizer.map((optimizer): [string, Partial<Settings>] => [
    optimizer,
    { optimizer, weightDecay: 0.03, decay: 0.9, beta1: 0.8, beta2: 0.95, momentum: 0.7 },
  ]);
  const SCHEDULES = choices.schedule.map((schedule): [string, Partial<Settings>] => [
    `${schedule}, after a warm-up`,
    { schedule, warmup: 0.5, interval: 1, factor: 0.3, step: 0.1, momentum: 0.8 },
  ]);
  const LOSSES = choices.loss.map((loss): [string, Partial<Settings>] => [
    loss,
    { loss, labelSmoothing: 0.1, focus: 1.5 },
  ]);

  it.each<[string, Partial<Settings>]>([
    ...OPTIMIZERS,
    ...SCHEDULES,
    ...LOSSES,
    [
      'dropout',
      { architecture: 'input([28, 28]).to(flatten(), relu(16), dropout(0.2), softmax(10))', seed: 3 },
    ],
    ['an L1 penalty', { l1: 1e-3 }],
    ['an L2 penalty', { l2: 1e-3 }],
    ['both penalties', { l1: 1e-3, l2: 1e-3 }],
    ['each number of gradients clipped', { clip: 'value', clipLimit: 0.01 }],
    ['the norm of gradients clipped', { clip: 'norm', clipLimit: 0.1 }],
    ['the norm of all gradients clipped', { clip: 'globalNorm', clipLimit: 0.1 }],
    ['weights held to a norm', { maxNorm: 0.5 }],
    ['an early end', { patience: 1, step: 0.5, momentum: 0.9, epochs: 6 }],
    ['few digits', { trainingDigits: 100 }],
    ['digits that vary', { shift: 2, rotate: 10, zoom: 0.1, noise: 0.1, seed: 5 }],
    ['images that vary', { shift: 2, architecture: shaped }],
    ['rising steps and varied digits', { shift: 1, schedule: 'oneCycle', optimizer: 'adam', step: 0.01 }],
  ])('gives the very losses and the very accuracy that the page gives, with %s', async (_, changes) => {
    const settings: Settings = { ...base, step: 0.02, momentum: 0.9, batchSize: 64, epochs: 3, ...changes };
    const samples = 420;
    const page = new Page(async () => datasets.syntheticDigits({ ...SYNTHETIC, samples }));
    await page.train(settings);
    const made: Made[] = [];
    const [report, accuracy] = await run(programOf(settings), packages(made, samples));
    expect(page.failures).toEqual([]);
    expect(page.last('results')?.results).toMatchObject({ report, accuracy });
    const losses = page.told('progress').flatMap(({ progress }) => progress.losses);
    expect(losses).toEqual(made[0]?.optimizer.history.train);
    const validation = page.told('epoch').map(({ summary }) => summary.valid);
    expect(validation).toEqual(made[0]?.optimizer.history.valid);
    if (settings.patience > 0) expect(validation.length).toBeLessThan(settings.epochs);
    if (settings.trainingDigits > 0) expect(losses).toHaveLength(3 * Math.ceil(100 / 64));
  });

  it('differs in its losses for each option', async () => {
    const page = new Page();
    const lossesOf = async (changes: Partial<Settings>) => {
      const before = page.told('progress').length;
      await page.train({ ...base, epochs: 2, ...changes });
      return page
        .told('progress')
        .slice(before)
        .flatMap(({ progress }) => progress.losses);
    };
    const plain = await lossesOf({});
    for (const changes of OPTIONS) expect([changes, await lossesOf(changes)]).not.toEqual([changes, plain]);
  });
});

/** Of each option that is off by default, what it is when it is on. */
const OPTIONS: readonly Partial<Settings>[] = [
  { warmup: 1 },
  { labelSmoothing: 0.1 },
  { l1: 1e-3 },
  { l2: 1e-3 },
  { clip: 'value', clipLimit: 0.01 },
  { maxNorm: 0.5 },
  { trainingDigits: 100 },
  { shift: 2 },
  { rotate: 20 },
  { zoom: 0.2 },
  { noise: 0.1 },
];
