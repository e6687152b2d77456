import { describe, expect, it } from '@jest/globals';
import * as datasets from '@neutype/datasets';
import * as layers from '@neutype/layers';
import * as metrics from '@neutype/metrics';
import * as optimizers from '@neutype/optimizers';
import ts from 'typescript';
import '@neutype/backend-cpu';
import { reproducingCode } from '../src/page/code/reproducingCode.js';
import { SYNTHETIC } from '../src/shared/recipe.js';
import { defaultSettings, type Settings } from '../src/shared/settings.js';
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

/** The packages, silent, and telling what an optimizer was made with. */
function packages(madeWith: unknown[], samples: number): Modules {
  const optimizer = (make: typeof optimizers.momentum) => (network: layers.Network, options: object) => {
    madeWith.push(options);
    return make(network, { ...options, reporter: quiet });
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
    '@neutype/layers': { ...layers },
    '@neutype/metrics': { ...metrics },
    '@neutype/optimizers': {
      momentum: optimizer(optimizers.momentum),
      gradientDescent: optimizer(optimizers.gradientDescent as typeof optimizers.momentum),
    },
  };
}

function programOf(settings: Settings) {
  const { network, problem } = readArchitecture(settings.architecture);
  if (!network) throw new Error(problem);
  return reproducingCode(settings, network.inputShape);
}

const base: Settings = { ...defaultSettings, architecture: 'input(784).to(softmax(10))', epochs: 1 };

describe('the program beside a run', () => {
  it.each<[string, Partial<Settings>]>([
    ['momentum', {}],
    ['momentum as it was before Nesterov', { nesterov: false, momentum: 0 }],
    ['gradient descent', { optimizer: 'gradientDescent' }],
    ['MNIST', { dataset: 'mnist' }],
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
    const madeWith: unknown[] = [];
    const printed = await run(programOf(settings), packages(madeWith, 210));
    expect(printed).toEqual([expect.stringContaining('precision'), expect.any(Number)]);
    const { batchSize, step, seed, momentum, nesterov } = settings;
    const ofMomentum = settings.optimizer === 'momentum' ? { momentum, nesterov } : {};
    expect(madeWith).toEqual([
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

  it('is taken by TypeScript as it stands', () => {
    const { diagnostics } = ts.transpileModule(programOf(base), { reportDiagnostics: true });
    expect(diagnostics).toEqual([]);
  });

  it('gives the very accuracy that the page gives', async () => {
    const settings: Settings = {
      ...base,
      architecture: 'input([28, 28]).to(flatten(), relu(16), dropout(0.2), softmax(10))',
      seed: 3,
      epochs: 2,
    };
    const samples = 1400;
    const page = new Page(async () => datasets.syntheticDigits({ ...SYNTHETIC, samples }));
    await page.train(settings);
    const [report, accuracy] = await run(programOf(settings), packages([], samples));
    expect(page.last('results')?.results).toMatchObject({ report, accuracy });
  });
});
