import { DataError, shown } from '@neutype/errors';
import { type FileInput, withFile } from '@neutype/files';
import { isRecord } from '../isRecord.js';

/** A model as tfjs's own handlers have it in memory. */
export interface ModelArtifacts {
  readonly modelTopology?: unknown;
  readonly weightSpecs?: unknown;
  readonly weightData?: ArrayBuffer | readonly ArrayBuffer[];
}

/**
 * Where a `model.json` and its weights are: the path or `file:` URL of the json or of its directory, in Node; the files that
 * a page was given; files by their names, as `modelJson` gives them; what a tfjs handler holds, or the handler.
 */
export type ModelJsonInput =
  | string
  | URL
  | Iterable<File>
  | ReadonlyMap<string, FileInput>
  | ModelArtifacts
  | { load(): Promise<ModelArtifacts> };

/** Weights that lie in files one after another, as if they were one. */
export interface WeightGroup {
  readonly specs: unknown;
  readonly files: readonly FileInput[];
}

/** What there is of a model before anything of it is believed. */
export interface ModelFiles {
  /** What messages call it. */
  readonly name: string;
  readonly topology: unknown;
  readonly groups: readonly WeightGroup[];
}

const JSON_NAME = 'model.json';

/** Finds the parts of a model; the weights are not read yet. @throws DataError, FileError */
export async function modelFiles(input: ModelJsonInput, where: string): Promise<ModelFiles> {
  if (typeof input === 'string' || input instanceof URL) return filesOnDisk(input, where);
  if (typeof input === 'object' && input !== null) {
    if (input instanceof Map) return filesByName(input as ReadonlyMap<string, FileInput>, where);
    if (Symbol.iterator in input) return filesByName(namedFiles(input as Iterable<File>, where), where);
    if ('load' in input && typeof input.load === 'function') return artifacts(await input.load(), where);
    if ('modelTopology' in input) return artifacts(input, where);
  }
  throw new DataError({
    where,
    expected: 'a path, files, or an object with modelTopology, weightSpecs and weightData',
    received: shown(input),
  });
}

function filesOnDisk(input: string | URL, where: string): Promise<ModelFiles> {
  const given = String(input);
  const path = given.endsWith('.json') ? given : `${given.replace(/[/\\]$/, '')}/${JSON_NAME}`;
  const directory = path.replace(/[^/\\]*$/, '');
  const place = (name: string) =>
    input instanceof URL ? new URL(`${directory}${name}`) : `${directory}${name}`;
  const json = input instanceof URL ? new URL(path) : path;
  return manifested(json, path, (name) => place(name), where);
}

function filesByName(files: ReadonlyMap<string, FileInput>, where: string): Promise<ModelFiles> {
  const name = files.has(JSON_NAME) ? JSON_NAME : [...files.keys()].find((one) => one.endsWith('.json'));
  const json = name === undefined ? undefined : files.get(name);
  if (name === undefined || json === undefined) {
    throw new DataError({ where, expected: JSON_NAME, received: `${files.size} files without it` });
  }
  return manifested(json, name, (wanted) => files.get(wanted), where);
}

function namedFiles(files: Iterable<File>, where: string): ReadonlyMap<string, FileInput> {
  const named = new Map<string, FileInput>();
  for (const file of files) {
    if (!(file instanceof Blob)) {
      throw new DataError({ where, expected: 'files, as a file input gives them', received: shown(file) });
    }
    named.set(file.name, file);
  }
  return named;
}

async function manifested(
  json: FileInput,
  name: string,
  find: (name: string) => FileInput | undefined,
  where: string,
): Promise<ModelFiles> {
  const model = await readJson(json, where);
  if (!isRecord(model)) throw refused(name, 'an object with modelTopology and weightsManifest', model);
  if (model['format'] === 'graph-model') {
    throw new DataError({
      where: name,
      expected: 'a layers model',
      received: 'a graph model, which has no layers',
      remedy: 'Convert it with --output_format=tfjs_layers_model, or to ONNX, which loadOnnx reads.',
    });
  }
  const manifest = model['weightsManifest'];
  if (!Array.isArray(manifest)) throw refused(`${name}, weightsManifest`, 'a list of groups', manifest);
  const taken = new Set<string>();
  const groups = manifest.map((group): WeightGroup => {
    const paths = isRecord(group) ? group['paths'] : undefined;
    if (!isRecord(group) || !Array.isArray(paths)) throw refused(`${name}, weightsManifest`, 'paths', group);
    const files = paths.map((path: unknown) => find(checkedPath(path, taken, name)) ?? missing(name, path));
    return { specs: group['weights'], files };
  });
  return { name, topology: model['modelTopology'], groups };
}

/** A file beside model.json, or below; no other one of the machine, and none twice. */
function checkedPath(path: unknown, taken: Set<string>, where: string): string {
  const isBelow =
    typeof path === 'string' &&
    path !== '' &&
    !/^[/\\]|^[a-z]+:|\\|\0/i.test(path) &&
    path.split('/').every((part) => part !== '..');
  if (!isBelow) throw refused(`${where}, weightsManifest`, 'names of files beside model.json', path);
  if (taken.has(path)) throw refused(`${where}, weightsManifest`, 'each file once', path);
  taken.add(path);
  return path;
}

function missing(where: string, path: unknown): never {
  throw new DataError({
    where,
    expected: `the file ${shown(path)} with weights`,
    received: 'files without it',
    remedy: 'Give all files of the model together.',
  });
}

function artifacts(given: ModelArtifacts, where: string): ModelFiles {
  if (!isRecord(given)) throw refused(where, 'modelTopology, weightSpecs and weightData', given);
  const { modelTopology, weightSpecs, weightData } = given;
  const data: readonly unknown[] = Array.isArray(weightData) ? weightData : [weightData];
  const files = data.map((buffer) => {
    if (buffer instanceof ArrayBuffer) return buffer;
    throw refused(`${where}, weightData`, 'an ArrayBuffer or several', buffer);
  });
  return { name: where, topology: modelTopology, groups: [{ specs: weightSpecs, files }] };
}

/** A text of more characters than this is no description of layers. */
const LONGEST_JSON = 200_000_000;

function readJson(file: FileInput, where: string): Promise<unknown> {
  return withFile(file, where, async (source) => {
    if (source.size > LONGEST_JSON) throw refused(source.name, JSON_NAME, `${source.size} bytes`);
    const bytes = new Uint8Array(source.size);
    await source.read(0, bytes);
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
    } catch {
      throw new DataError({ where: source.name, expected: JSON_NAME, received: 'a file that is no JSON' });
    }
  });
}

function refused(where: string, expected: string, received: unknown): DataError {
  return new DataError({ where, expected, received: shown(received) });
}
