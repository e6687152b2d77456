import { OptionError, shown } from '@neutype/errors';
import { type ByteSource, CHECKPOINT_KIND } from '@neutype/files';
import { type Architecture, isPlainValue, type PlainValue } from '@neutype/layers';
import { isRecord } from '../isRecord.js';
import { damaged } from './damaged.js';
import type { PreparationRecord } from './preparationRecords.js';

/** The text of a safetensors file's metadata that has what belongs to a network beside its parameters. */
export const RECORD_NAME = 'neutype';

/** The version of files that `save` writes, and the newest that `load` reads. */
const RECORD_VERSION = 1;

/** What a file says of a network beside its parameters. */
export interface NetworkRecord {
  readonly version: typeof RECORD_VERSION;
  /** The version of `@neutype/storage` that wrote the file. */
  readonly library: string;
  readonly architecture: Architecture;
  readonly classes?: readonly string[];
  /** By the names of inputs. */
  readonly preparation?: Readonly<Record<string, readonly PreparationRecord[]>>;
  readonly seed?: number;
  readonly metadata?: Readonly<Record<string, PlainValue>>;
}

/** As a text of metadata. */
export function recordText(record: Omit<NetworkRecord, 'version'>): string {
  return JSON.stringify({ version: RECORD_VERSION, ...record });
}

/**
 * Reads what a file says of its network. Its parts are held to their forms where they are used.
 *
 * @throws OptionError for a file that has none, or is of a newer version
 */
export function readRecord(source: ByteSource, metadata: Readonly<Record<string, string>>): NetworkRecord {
  const text = Object.hasOwn(metadata, RECORD_NAME) ? metadata[RECORD_NAME] : undefined;
  if (text === undefined && metadata['kind'] === CHECKPOINT_KIND) throw ofTraining(source);
  if (text === undefined) {
    throw new OptionError({
      where: `load, ${source.name}`,
      expected: 'a network, which save(network, file) writes',
      received: 'tensors alone',
      remedy: 'readSafetensors(file) reads them; network.write(…) takes those that are its parameters.',
    });
  }
  const record = parsed(text);
  if (record === undefined) throw damaged(source, 'a description of its network', 'a text that is none');
  checkVersion(source, record['version']);
  checkSeed(source, record['seed']);
  const { metadata: said } = record;
  if (said !== undefined && !isRecord(said)) throw damaged(source, 'metadata by their names', shown(said));
  return record as unknown as NetworkRecord;
}

function ofTraining(source: ByteSource): OptionError {
  return new OptionError({
    where: `load, ${source.name}`,
    expected: 'a network, which save(network, file) writes',
    received: 'a checkpoint of a training',
    remedy:
      'Make the network and its optimizer anew: train(x, y, { checkpoint: directory, resume: true }) goes on from there.',
  });
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function checkVersion(source: ByteSource, version: unknown): void {
  if (version === RECORD_VERSION) return;
  if (!Number.isSafeInteger(version)) throw damaged(source, 'a version', shown(version));
  throw new OptionError({
    where: `load, ${source.name}`,
    expected: `a file of version ${RECORD_VERSION}`,
    received: `one of version ${version}`,
    remedy: 'It was written by a newer version of Neutype: update neutype.',
  });
}

function checkSeed(source: ByteSource, seed: unknown): void {
  if (seed === undefined || Number.isSafeInteger(seed)) return;
  throw damaged(source, 'a seed', shown(seed));
}

/** Refuses metadata that a file cannot hold. */
export function checkMetadata(metadata: unknown): asserts metadata is Readonly<Record<string, PlainValue>> {
  if (isRecord(metadata)) {
    const odd = Object.entries(metadata).find(([, value]) => !isPlainValue(value));
    if (odd === undefined) return;
    throw new OptionError({
      where: `save, option metadata, ${odd[0]}`,
      expected: 'a plain value: a text, a number, true, false, null, or lists and objects of these',
      received: shown(odd[1]),
    });
  }
  throw new OptionError({
    where: 'save, option metadata',
    expected: 'values by their names',
    received: shown(metadata),
  });
}
