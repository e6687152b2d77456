/*
 * Writes our side of the comparison with PyTorch to standard output: for each example of the storage package's test, the code
 * that is printed for it, the file that is written, inputs, and what comes out here. torch_networks.py runs it.
 */
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

// The examples are TypeScript, and import each other as .js.
registerHooks({
  resolve(specifier, context, next) {
    const isExample = /\/(layer-examples\/src|storage\/test)\//.test(context.parentURL ?? '');
    return next(
      isExample && specifier.startsWith('.') ? specifier.replace(/\.js$/, '.ts') : specifier,
      context,
    );
  },
});

const storage = new URL('../../packages/storage/', import.meta.url);
const { resolve } = createRequire(new URL('package.json', storage));

const { REFUSED, torchExamples } = await import(new URL('test/torch/torchExamples.ts', storage));
const { torchWeights, torchCode } = await import(new URL('dist/index.js', storage));
const { random } = await fromStorage('@neutype/random');
const { NdArray } = await fromStorage('@neutype/ndarray');
await fromStorage('@neutype/backend-cpu');

const SAMPLES = 3;

function fromStorage(name) {
  return import(pathToFileURL(resolve(name)));
}

for (const { name, indices, make } of torchExamples) {
  if (name in REFUSED) continue;
  const network = make();
  const source = random(7);
  network.initialize(source.split('initial'));
  await shake(network, source.split('values'));
  const inputs = network.layers.filter((layer) => layer.inputs.length === 0);
  const arrays = Object.fromEntries(
    inputs.map((layer) => [layer.name, inputOf(layer, indices, source.split('inputs'), masksOf(network))]),
  );
  const predicted = await network.predict(inputs.length === 1 ? Object.values(arrays)[0] : arrays);
  const outputs = isOne(network) ? onlyOne(predicted) : predicted;
  const file = Buffer.concat(await torchWeights(network));
  const line = {
    name,
    code: torchCode(network),
    file: file.toString('base64'),
    inputs: Object.values(arrays).map(plain),
    integers: indices !== undefined,
    outputs: outputs instanceof NdArray ? plain(outputs) : Object.fromEntries(entries(outputs, plain)),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function isOne({ graph }) {
  return graph.ends.length === 1 && graph.endNames === undefined;
}

/** Of a network with several inputs the only output has a name too. */
function onlyOne(predicted) {
  return predicted instanceof NdArray ? predicted : Object.values(predicted)[0];
}

function entries(record, map) {
  return Object.entries(record).map(([key, value]) => [key, map(value)]);
}

function plain({ data, shape }) {
  return { data: [...data], shape };
}

/** No parameter as it begins: a bias of 0 or a scale of 1 would hide where it goes. */
async function shake(network, source) {
  const values = await network.read();
  for (const [name, array] of Object.entries(values)) {
    const noise = source.split(name).fillNormal(new Float32Array(array.size), 0, 0.5);
    const isVariance = name.endsWith('.runningVariance');
    for (let at = 0; at < array.size; at++) {
      array.data[at] = isVariance ? 0.5 + Math.abs(noise[at]) : array.data[at] + noise[at];
    }
  }
  network.write(values);
}

/** What layers take for padding. */
function masksOf({ layers }) {
  return [
    ...new Set(layers.map(({ settings }) => settings.maskValue).filter((value) => value !== undefined)),
  ];
}

function inputOf({ outputShape }, indices, source, masks) {
  const size = outputShape.reduce((product, length) => product * length, SAMPLES);
  const data = source.fillNormal(new Float32Array(size), 0, 1);
  for (let at = 0; at < size; at++) {
    data[at] =
      indices === undefined ? Math.round(data[at] * 64) / 64 : Math.floor(Math.abs(data[at]) * 2) % indices;
  }
  if (masks.length > 0 && outputShape.length === 2) pad(data, outputShape, masks[0]);
  return new NdArray(data, [SAMPLES, ...outputShape]);
}

/** The first sample ends in padding, the second begins with it, and the third is nothing else. */
function pad(data, [time, features], mask) {
  const steps = [time - 1, time, ...Array.from({ length: time }, (_, step) => 2 * time + step)];
  for (const step of steps) data.fill(mask, step * features, (step + 1) * features);
}
