import { OptionError, shown } from '@neutype/errors';
import { isShape, type Shape, shownShape } from '../shape.js';
import { ARCHITECTURE_VERSION, type Architecture, type LayerRecord } from './architecture.js';
import { isPlainValue, isRecord } from './plainValue.js';

/** More layers, inputs and outputs than any network has, and few enough to look at each layer for each of the others. */
const MOST_LAYERS = 10_000;
const MOST_INPUTS = 100;
const MOST_OUTPUTS = 100;

const WHERE = 'networkFrom';

/** Holds what came from a file or from anywhere to the form of an architecture, before anything is made of it. */
export function checkArchitecture(value: unknown): Architecture {
  if (!isRecord(value)) throw refused(WHERE, 'an architecture, as architectureOf(network) gives it', value);
  checkVersion(value['version']);
  const { layers, outputs, outputNames } = value;
  if (!Array.isArray(layers) || layers.length === 0 || layers.length > MOST_LAYERS) {
    throw refused(`${WHERE}, layers`, `a list of 1 to ${MOST_LAYERS} layers`, layers);
  }
  checkNames(`${WHERE}, outputs`, outputs);
  if (outputs.length === 0 || outputs.length > MOST_OUTPUTS) {
    throw refused(`${WHERE}, outputs`, `1 to ${MOST_OUTPUTS} names of layers`, outputs);
  }
  if (outputNames !== undefined) {
    checkNames(`${WHERE}, outputNames`, outputNames);
    if (outputNames.length !== outputs.length || new Set(outputNames).size !== outputNames.length) {
      throw refused(`${WHERE}, outputNames`, 'a different name for each output', outputNames);
    }
  }
  for (const [index, record] of layers.entries()) checkRecord(record, `${WHERE}, layers[${index}]`);
  const starts = (layers as readonly LayerRecord[]).filter(({ inputs }) => inputs.length === 0);
  if (starts.length > MOST_INPUTS) {
    throw new OptionError({
      where: `${WHERE}, layers`,
      expected: `at most ${MOST_INPUTS} inputs`,
      received: `${starts.length}`,
    });
  }
  return value as unknown as Architecture;
}

function checkVersion(version: unknown): void {
  if (version === ARCHITECTURE_VERSION) return;
  const isNewer = Number.isSafeInteger(version) && (version as number) > ARCHITECTURE_VERSION;
  throw new OptionError({
    where: `${WHERE}, version`,
    expected: `${ARCHITECTURE_VERSION}`,
    received: shown(version),
    ...(isNewer && { remedy: 'It was written by a newer version of Neutype: update neutype.' }),
  });
}

function checkRecord(record: unknown, where: string): asserts record is LayerRecord {
  if (!isRecord(record)) throw refused(where, 'a layer, { name, kind, inputs, settings }', record);
  const { name, kind, inputs, shape, settings, sharedWith, frozen } = record;
  if (!isName(name)) throw refused(`${where}, name`, 'the name of a layer', name);
  const layer = `layer ${name}`;
  if (!isName(kind)) throw refused(`${layer}, kind`, 'a kind of layer', kind);
  checkNames(`${layer}, inputs`, inputs);
  if (inputs.length === 0 || shape !== undefined) checkInputShape(`${layer}, shape`, shape);
  if (!isRecord(settings) || !isPlainValue(settings)) {
    throw refused(`${layer}, settings`, 'plain values by their names', settings);
  }
  if (sharedWith !== undefined && !isName(sharedWith)) {
    throw refused(`${layer}, sharedWith`, 'the name of a layer', sharedWith);
  }
  if (frozen !== undefined) checkNames(`${layer}, frozen`, frozen);
}

function checkInputShape(where: string, shape: unknown): asserts shape is Shape {
  if (isShape(shape) && shape.length > 0) return;
  throw new OptionError({
    where,
    expected: 'what comes into the network, an array of sizes from 1',
    received: shownShape(shape),
  });
}

function checkNames(where: string, names: unknown): asserts names is readonly string[] {
  if (Array.isArray(names) && names.every(isName)) return;
  throw refused(where, 'a list of names', names);
}

/** Any text that is no name of what objects have before anything is put into them. */
function isName(name: unknown): name is string {
  return typeof name === 'string' && name !== '' && name !== '__proto__';
}

function refused(where: string, expected: string, value: unknown): OptionError {
  return new OptionError({ where, expected, received: shown(value) });
}
