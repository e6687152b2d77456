import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import type { Network } from '@neutype/layers';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { unzipSync, zipSync } from 'fflate';
import { importKerasWeights, kerasWeights, loadKeras } from '../../src/index.js';

const FOLDER = new URL('../golden/keras/', import.meta.url);

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Case {
  readonly inputs: Readonly<Record<string, Numbers>>;
  readonly outputs: Readonly<Record<string, Numbers>>;
}

const CASES = JSON.parse(readFileSync(new URL('files.json', FOLDER), 'utf8')) as Readonly<
  Record<string, Case>
>;

function bytesOf(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}

async function differenceFromKeras(network: Network, { inputs, outputs }: Case): Promise<number> {
  const names = network.layers.filter((layer) => layer.inputs.length === 0).map(({ name }) => name);
  const arrays = Object.fromEntries(
    Object.values(inputs).map((given, index) => [names[index] as string, toArray(given)]),
  );
  const given: unknown = Object.keys(arrays).length === 1 ? Object.values(arrays)[0] : arrays;
  const results: NdArray | Record<string, NdArray> = await network.predict(given as NdArray);
  const expected = Object.entries(outputs);
  const differences = expected.map(([name, numbers]) => {
    const named = results as unknown as Record<string, NdArray>;
    const alone = network.ports === undefined ? (results as NdArray) : Object.values(named)[0];
    const result = expected.length === 1 ? alone : named[name];
    expect(result?.shape).toEqual(numbers.shape);
    return Math.max(...numbers.data.map((value, at) => Math.abs(value - (result?.data[at] as number))));
  });
  return Math.max(...differences);
}

function toArray({ shape, data }: Numbers): NdArray {
  return ndarray(Float32Array.from(data), shape);
}

/** A file of the archive replaced. */
function changed(
  name: string,
  file: string,
  change: (bytes: Uint8Array) => Uint8Array,
  level: 0 | 6 = 0,
): Uint8Array {
  const files = unzipSync(bytesOf(name));
  return zipSync({ ...files, [file]: change(files[file] as Uint8Array) }, { level });
}

function withConfig(name: string, change: (config: string) => string): Uint8Array {
  return changed(name, 'config.json', (bytes) =>
    new TextEncoder().encode(change(new TextDecoder().decode(bytes))),
  );
}

async function refusal(bytes: Uint8Array): Promise<Error> {
  return loadKeras(bytes).then(
    () => new Error('nothing was refused'),
    (error: Error) => error,
  );
}

describe('loadKeras', () => {
  it.each(Object.keys(CASES))('computes what Keras computes: %s', async (name) => {
    const network = await loadKeras(bytesOf(`${name}.keras`));
    expect(await differenceFromKeras(network, CASES[name] as Case)).toBeLessThan(1e-5);
  });

  it('has a case for each file', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.keras'));
    expect(files.map((file) => file.replace('.keras', '')).sort()).toEqual(Object.keys(CASES).sort());
  });

  it('keeps the names of layers, and what outputs are called', async () => {
    const network = await loadKeras(bytesOf('graph.keras'));
    expect(Object.keys(network.ports?.inputs ?? {})).toEqual(['left', 'right']);
    expect(Object.keys(network.ports?.outputs ?? {})).toEqual(['kind', 'size']);
    expect(network.layer('shared').kind).toBe('tanh');
  });

  it('shares the parameters of layers that Keras calls twice', async () => {
    const network = await loadKeras(bytesOf('graph.keras'));
    const tanhs = network.layers.filter(({ kind }) => kind === 'tanh');
    expect(tanhs).toHaveLength(2);
    expect(network.parameters.filter(({ name }) => name.endsWith('.weight'))).toHaveLength(5);
  });

  it('leaves layers untrained that are not trained in Keras', async () => {
    const bytes = withConfig('dense.keras', (config) =>
      config.replaceAll(
        /("name": "dense"|"name": "batch_normalization"), "trainable": true/g,
        '$1, "trainable": false',
      ),
    );
    const { parameters } = await loadKeras(bytes);
    expect(parameters.filter(({ frozen }) => frozen).map(({ name }) => name)).toEqual([
      'dense.weight',
      'dense.bias',
      'batch_normalization.gamma',
      'batch_normalization.beta',
    ]);
  });

  it('names all layers that there are none of, and never runs a Lambda', async () => {
    const bytes = withConfig('dense.keras', (config) =>
      config
        .replace('"class_name": "Dropout"', '"class_name": "Lambda"')
        .replace('"LeakyReLU"', '"Attention"'),
    );
    const { message } = await refusal(bytes);
    expect(message).toMatch(/'dropout\w*' \(Lambda\), 'leaky_re_lu\w*' \(Attention\)/);
    expect(message).toContain('never run');
  });

  it('refuses a class of the author, whatever it is called', async () => {
    const bytes = withConfig('dense.keras', (config) =>
      config.replace(
        '"module": "keras.layers", "class_name": "Dropout"',
        '"module": "mine", "class_name": "Dropout"',
      ),
    );
    expect((await refusal(bytes)).message).toContain('(Dropout)');
  });

  it.each([
    [
      'two biases where it resets before the product',
      'recurrent.keras',
      'true',
      'false',
      'expected [9], got [2, 9]',
    ],
    [
      'one bias where it resets after the product',
      'resets.keras',
      'false',
      'true',
      'expected two rows, got [12]',
    ],
  ])('refuses a GRU with %s', async (_, file, said, other, message) => {
    const bytes = withConfig(file, (config) =>
      config.replaceAll(`"reset_after": ${said}`, `"reset_after": ${other}`),
    );
    expect((await refusal(bytes)).message).toContain(message);
  });

  it('says of an HDF5 file what to do with it', async () => {
    const bytes = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);
    expect((await refusal(bytes)).message).toMatch(
      /got an HDF5 file\. In Keras, write model\.save\('model\.keras'\)/,
    );
  });

  it.each([
    ['an empty file', new Uint8Array(0)],
    ['no archive', new TextEncoder().encode('{"class_name": "Sequential"}')],
    ['half an archive', bytesOf('dense.keras').subarray(0, 1200)],
    ['an archive without a config', zipSync({ 'metadata.json': new Uint8Array(2) })],
    [
      'a config that is no JSON',
      changed('dense.keras', 'config.json', () => new TextEncoder().encode('{"class')),
    ],
    ['a config that is no text', changed('dense.keras', 'config.json', () => new Uint8Array([255, 254]))],
    ['a list for a config', withConfig('dense.keras', () => '[]')],
    ['weights that are no HDF5', changed('dense.keras', 'model.weights.h5', () => new Uint8Array(2000))],
    ['half the weights', changed('dense.keras', 'model.weights.h5', (bytes) => bytes.subarray(0, 8000))],
    [
      'units without end',
      withConfig('dense.keras', (config) => config.replace('"units": 6', '"units": 600000000')),
    ],
    ['other units', withConfig('dense.keras', (config) => config.replace('"units": 6', '"units": 7'))],
  ])('refuses %s', async (_, bytes) => {
    expect((await refusal(bytes)).name).toMatch(/^(Data|Shape|Option)Error$/);
  });

  it('refuses weights that unpack to much more than the layers need', async () => {
    const bytes = changed('dense.keras', 'model.weights.h5', () => new Uint8Array(5_000_000), 6);
    expect(bytes.length).toBeLessThan(20_000);
    expect((await refusal(bytes)).message).toMatch(/at most \d+ bytes of model.weights.h5/);
  });

  it('leaves nothing in the memory of h5wasm, whether it reads or refuses', async () => {
    const { FS } = await import('h5wasm');
    const before = FS?.readdir('/');
    await loadKeras(bytesOf('dense.keras'));
    await refusal(changed('dense.keras', 'model.weights.h5', (bytes) => bytes.subarray(0, 8000)));
    expect(FS?.readdir('/')).toEqual(before);
  });

  it('reads a changed file as one that is right, or refuses it', async () => {
    const runs = Number(process.env['NEUTYPE_FUZZ_RUNS'] ?? 200);
    const source = random(Number(process.env['NEUTYPE_FUZZ_SEED'] ?? 1)).split('keras');
    const names = ['dense.keras', 'words.keras', 'graph.keras'];
    for (let run = 0; run < runs; run++) {
      const name = names[run % names.length] as string;
      const file = ['config.json', 'model.weights.h5', undefined][Math.floor(source.uniform(0, 3))];
      const damage = (bytes: Uint8Array): Uint8Array => damaged(bytes, source);
      const bytes = file === undefined ? damage(bytesOf(name)) : changed(name, file, damage);
      const error = await loadKeras(bytes).then(
        (network) => network.dispose(),
        (failure: Error) => failure,
      );
      if (error !== undefined) expect(`${run}: ${error.name}`).toMatch(/: (Data|Shape|Option)Error$/);
    }
  });
});

/** Some bytes changed, left out, or the end cut off. */
function damaged(bytes: Uint8Array, source: ReturnType<typeof random>): Uint8Array {
  const copy = bytes.slice();
  const at = (): number => Math.floor(source.uniform(0, copy.length));
  const times = 1 + Math.floor(source.uniform(0, 4));
  for (let time = 0; time < times; time++) copy[at()] = Math.floor(source.uniform(0, 256));
  return source.uniform() < 0.1 ? copy.subarray(0, at()) : copy;
}

describe('importKerasWeights', () => {
  it.each(['dense.weights.h5', 'dense.h5', 'recurrent.weights.h5', 'recurrent.h5'])(
    'reads the weights that Keras wrote into the same layers: %s',
    async (file) => {
      const name = file.split('.')[0] as string;
      const network = await loadKeras(bytesOf(`${name}.keras`));
      const expected = await network.read();
      network.write(
        Object.fromEntries(Object.entries(expected).map(([key, { shape }]) => [key, zeros(shape)])),
      );
      await importKerasWeights(network, new Uint8Array(gunzipSync(bytesOf(`${file}.gz`))));
      expect(await network.read()).toEqual(expected);
    },
  );

  it.each(['graph', 'attention', 'images'])(
    'finds layers by their names, also those of models within the model: %s',
    async (name) => {
      const network = await loadKeras(bytesOf(`${name}.keras`));
      const expected = await network.read();
      network.write(
        Object.fromEntries(Object.entries(expected).map(([key, { shape }]) => [key, zeros(shape)])),
      );
      const weights = unzipSync(bytesOf(`${name}.keras`))['model.weights.h5'] as Uint8Array;
      await importKerasWeights(network, weights);
      expect(await network.read()).toEqual(expected);
    },
  );

  it('takes back what kerasWeights wrote of a network that came from Keras', async () => {
    const network = await loadKeras(bytesOf('recurrent.keras'));
    const expected = await network.read();
    const bytes = await kerasWeights(network);
    await importKerasWeights(network, bytes);
    expect(await network.read()).toEqual(expected);
  });
});

function zeros(shape: readonly number[]): NdArray {
  return ndarray(new Float32Array(shape.reduce((product, size) => product * size, 1)), shape);
}
