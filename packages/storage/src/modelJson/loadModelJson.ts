import { checkOptions, DataError, shown } from '@neutype/errors';
import { type Network, networkFrom, type Shape } from '@neutype/layers';
import { formatShape, type NdArray, sameShape, type TypedArray } from '@neutype/ndarray';
import { isRecord } from '../isRecord.js';
import { constantArray } from '../kerasConfig/constants.js';
import type { Dialect } from '../kerasConfig/kerasConfig.js';
import type { KerasModel, WeightTarget } from '../kerasConfig/networkDraft.js';
import { readModel } from '../kerasConfig/readModel.js';
import { listed } from '../listed.js';
import { matchedWeights } from './matchedWeights.js';
import { type ModelJsonInput, modelFiles } from './modelFiles.js';
import { readWeight, shardsOf } from './readWeights.js';
import { type WeightSpec, weightSpecs } from './weightSpecs.js';

/** Options of `loadModelJson`. */
export interface LoadModelJsonOptions {
  /** Sizes of what comes in, the batch left out, for a model that leaves some of them open. */
  readonly inputShape?: Shape;
}

/**
 * Loads a layers model of TensorFlow.js, `model.json` and its weights, as a network: from tfjs's own `model.save`, from
 * the converter of Keras models, quantized or not, or from `saveModelJson`.
 *
 * Layers keep their names. What a layer of Keras is here: `docs/layers.md`. Nothing in the files is run, and their sizes and
 * shapes are checked before memory is taken for them.
 *
 * @param model the path of the json or of its directory in Node; the files that a page was given; files by their names; or
 * a tfjs handler, or what one holds
 * @throws DataError for what is no such model, is damaged, or has layers that there is nothing equal to, naming them
 * @throws FileError for a file that cannot be read
 *
 * @example
 * ```ts
 * const network = await loadModelJson('digits-tfjs');
 * const fromPage = await loadModelJson(fileInput.files); // model.json and its weights, chosen together
 * ```
 */
export async function loadModelJson(
  model: ModelJsonInput,
  options: LoadModelJsonOptions = {},
): Promise<Network> {
  const where = 'loadModelJson';
  checkOptions(where, options, ['inputShape']);
  const { groups, name, topology } = await modelFiles(model, where);
  const read = readModel(...topologyOf(topology, name, options));
  const network = networkFrom(read.architecture);
  const stored = await Promise.all(
    groups.map(async ({ files, specs: described }) => {
      const specs = weightSpecs(described, `${name}, weightsManifest`);
      return { specs, shards: await shardsOf(files, specs, name) };
    }),
  );
  const targets = matchedWeights(
    read.layers,
    stored.flatMap(({ specs }) => specs),
    name,
  );
  checkComplete(network, read, targets, name);
  for (const { specs, shards } of stored) {
    for (const spec of specs) {
      const goes = targets.get(spec) ?? [];
      if (goes.length > 0)
        write(network, await readWeight(spec, shards, name), goes, `${name}, weight ${shown(spec.name)}`);
    }
  }
  writeConstants(network, read.constants);
  return network;
}

function topologyOf(
  topology: unknown,
  where: string,
  { inputShape }: LoadModelJsonOptions,
): Parameters<typeof readModel> {
  if (!isRecord(topology)) {
    throw new DataError({ where: `${where}, modelTopology`, expected: 'a model', received: shown(topology) });
  }
  const model = topology['model_config'] ?? topology;
  const version = topology['keras_version'];
  return [model, { dialect: dialectOf(version), where: `${where}, modelTopology`, inputShape }];
}

function dialectOf(version: unknown): Dialect {
  if (typeof version !== 'string') return { of: 'tfjs' };
  if (version.startsWith('tfjs')) return { of: 'tfjs' };
  return { of: version.startsWith('3') ? 'keras3' : 'keras2' };
}

/** All that is wrong with the shapes, before anything is read. */
function checkComplete(
  network: Network,
  { constants }: KerasModel,
  targets: ReadonlyMap<WeightSpec, readonly WeightTarget[]>,
  where: string,
): void {
  const given = new Map(
    [...targets].flatMap(([spec, goes]) => goes.map((goal) => [goal.parameter, { spec, goal }])),
  );
  const missing: string[] = [];
  const misshapen: string[] = [];
  for (const parameter of network.parameters) {
    const found = given.get(parameter.name);
    if (found === undefined) {
      if (!constants.has(parameter.name)) missing.push(parameter.name);
      continue;
    }
    const { spec, goal } = found;
    const fits = goal.change === undefined ? sameShape(spec.shape, parameter.shape) : spec.bytes > 0;
    if (!fits) misshapen.push(`${spec.name} ${formatShape(spec.shape)} for ${formatShape(parameter.shape)}`);
  }
  if (missing.length + misshapen.length === 0) return;
  throw new DataError({
    where,
    expected: 'weights for all parameters',
    received: [
      ...(missing.length > 0 ? [`none for ${listed(missing.map(escaped))}`] : []),
      ...(misshapen.length > 0 ? [listed(misshapen.map(escaped))] : []),
    ].join('; '),
  });
}

function write(
  network: Network,
  values: NdArray<TypedArray>,
  targets: readonly WeightTarget[],
  where: string,
): void {
  for (const { change, parameter } of targets) {
    const array = change === undefined ? values : changed(change, values, where);
    const { shape } = network.parameter(parameter);
    if (!sameShape(array.shape, shape)) {
      throw new DataError({ where, expected: formatShape(shape), received: formatShape(array.shape) });
    }
    network.write({ [parameter]: array });
  }
}

function changed(
  change: NonNullable<WeightTarget['change']>,
  values: NdArray<TypedArray>,
  where: string,
): NdArray<TypedArray> {
  try {
    return change(values);
  } catch (error) {
    if (!(error instanceof DataError) || error.problem === undefined) throw error;
    throw new DataError({ ...error.problem, where }, { cause: error });
  }
}

function writeConstants(network: Network, constants: KerasModel['constants']): void {
  for (const { name, shape } of network.parameters) {
    const value = constants.get(name);
    if (value !== undefined) network.write({ [name]: constantArray(value, shape, `parameter ${name}`) });
  }
}

/** A name of a file's as it can stand in a sentence. */
function escaped(name: string): string {
  return shown(name).slice(1, -1);
}
