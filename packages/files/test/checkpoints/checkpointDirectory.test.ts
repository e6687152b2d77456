import { cp, mkdir, readdir, readFile, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataError } from '@neutype/errors';
import { type CheckpointDirectory, checkpointDirectory, readSafetensors } from '../../src/index.js';
import { checkpointOf } from '../support/checkpoint.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();
let path: string;
let notices: string[];
beforeEach(() => {
  path = join(folder.path, 'runs', 'digits');
  notices = [];
});
const opened: CheckpointDirectory[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

type Options = Parameters<typeof checkpointDirectory>[1];

async function open(options: Options = {}): Promise<CheckpointDirectory> {
  const store = checkpointDirectory(path, { onNotice: (line) => notices.push(line), ...options });
  opened.push(store);
  await store.open();
  return store;
}

function nameOf(update: number): string {
  const epoch = Math.floor(update / 10);
  return `checkpoint-${String(epoch).padStart(6, '0')}-${String(update).padStart(10, '0')}.safetensors`;
}
function fileOf(update: number): string {
  return join(path, nameOf(update));
}
async function checkpoints(): Promise<string[]> {
  return (await readdir(path)).filter((name) => !name.startsWith('.'));
}

describe('a directory of checkpoints', () => {
  it('gives back what was written, bit for bit, also to another process that only reads', async () => {
    const store = await open();
    await store.write(checkpointOf(7, 0.25));
    for (const reader of [store, checkpointDirectory(path)]) {
      const read = await reader.newest();
      const written = checkpointOf(7, 0.25);
      expect(new Map(read?.tensors)).toEqual(written.tensors);
      expect(read?.state).toEqual(written.state);
      expect(read?.label).toEqual(written.label);
    }
  });

  it('has files that every reader of safetensors reads', async () => {
    const store = await open();
    await store.write(checkpointOf(7));
    const { tensors, metadata } = await readSafetensors(fileOf(7));
    expect(tensors.get('network/weight')?.toArray()).toEqual([[7, 2, 3]]);
    expect(metadata).toMatchObject({ kind: 'neutype checkpoint', version: '1', epoch: '0', update: '7' });
  });

  it('has nothing before there is something', async () => {
    expect(await checkpointDirectory(path).newest()).toBeUndefined();
    const store = await open();
    expect(await store.newest()).toBeUndefined();
    expect(await store.best()).toBeUndefined();
  });

  it('keeps the latest alone, or as many as it is told', async () => {
    const store = await open();
    for (const update of [8, 9, 10]) await store.write(checkpointOf(update));
    expect(await checkpoints()).toEqual([nameOf(10)]);
    await store.close();
    const several = await open({ keepLast: 3 });
    for (const update of [11, 100, 1000]) await several.write(checkpointOf(update));
    expect(await checkpoints()).toEqual([nameOf(11), nameOf(100), nameOf(1000)]);
    await several.close();
    const all = await open({ keepLast: Number.POSITIVE_INFINITY });
    for (const update of [1001, 1002]) await all.write(checkpointOf(update));
    expect((await checkpoints()).length).toBe(5);
  });

  it('keeps the best as well, the earliest of equals, and remembers it over processes', async () => {
    const store = await open({ keepBest: true });
    for (const [update, value] of [
      [1, 5],
      [2, 3],
      [3, 3],
      [4, Number.NaN],
    ] as const)
      await store.write(checkpointOf(update, value));
    await store.write(checkpointOf(5));
    expect(await checkpoints()).toEqual([nameOf(2), nameOf(5)]);
    await store.close();
    const later = await open({ keepBest: true });
    await later.write(checkpointOf(6, 4));
    expect(await checkpoints()).toEqual([nameOf(2), nameOf(6)]);
    expect((await later.best())?.label.update).toBe(2);
    await later.write(checkpointOf(7, Number.NEGATIVE_INFINITY));
    expect(await checkpoints()).toEqual([nameOf(7)]);
  });

  it('writes one after another where several are asked for at once', async () => {
    const store = await open();
    await Promise.all([1, 2, 3, 4].map((update) => store.write(checkpointOf(update))));
    expect(await checkpoints()).toEqual([nameOf(4)]);
  });

  it('replaces one of the same moment', async () => {
    const store = await open();
    await store.write(checkpointOf(3));
    await store.write({ ...checkpointOf(3), state: 'another' });
    expect((await store.newest())?.state).toBe('another');
  });

  it('leaves files of others alone', async () => {
    await mkdir(join(path, 'checkpoint-000009-0000000099.safetensors'), { recursive: true });
    await writeFile(join(path, 'notes.txt'), 'mine');
    await writeFile(join(path, '.digits.safetensors.99999999-1-00000000-00000000.part'), 'theirs');
    const store = await open();
    for (const update of [1, 2]) await store.write(checkpointOf(update));
    expect((await readdir(path)).sort()).toEqual([
      '.digits.safetensors.99999999-1-00000000-00000000.part',
      '.neutype.lock',
      nameOf(2),
      nameOf(99),
      'notes.txt',
    ]);
    await expect(store.newest()).resolves.toMatchObject({ label: { update: 2 } });
  });

  it('refuses labels, names and options that it cannot keep', async () => {
    const store = await open();
    const label = { epoch: -1, update: 0 };
    await expect(store.write({ ...checkpointOf(1), label })).rejects.toThrow(
      'epoch: expected a whole number',
    );
    const tensors = new Map([['checkpoint.json', checkpointOf(1).tensors.get('order')!]]);
    await expect(store.write({ ...checkpointOf(1), tensors })).rejects.toThrow('expected another name');
    expect(() => checkpointDirectory(path, { keepLast: 0 })).toThrow('option keepLast');
    expect(() => checkpointDirectory('')).toThrow('expected a path or a file: URL, got an empty text');
    await store.write(checkpointOf(1)); // and goes on after that
    expect(await checkpoints()).toEqual([nameOf(1)]);
  });
});

describe('a damaged checkpoint', () => {
  const damages: [string, (file: string) => Promise<void>][] = [
    ['cut off', (file) => truncate(file, 200)],
    ['empty', (file) => truncate(file, 0)],
    ['full of zeros', async (file) => writeFile(file, new Uint8Array((await readFile(file)).length))],
    ['with zeros at its end', zerosAtEnd],
    ['with one bit of a tensor turned', (file) => turnBit(file, (bytes) => bytes.length - 1)],
    ['with another seed', (file) => turnBit(file, (bytes) => bytes.indexOf('"seed":7') + 7)],
    ['with another label', (file) => turnBit(file, (bytes) => bytes.indexOf('"update":"') + 10)],
    ['of other tensors', (file) => turnBit(file, (bytes) => bytes.indexOf('network/weight'))],
    ['that is another file', (file) => writeFile(file, 'hello')],
  ];

  it.each(damages)('%s is passed over in favor of the one before, and told', async (_name, damage) => {
    const store = await open({ keepLast: 2 });
    for (const update of [1, 2]) await store.write(checkpointOf(update));
    await damage(fileOf(2));
    expect((await store.newest())?.label.update).toBe(1);
    expect(notices).toEqual([expect.stringContaining(nameOf(2))]);
    expect(notices[0]).toMatch(/^A checkpoint is damaged and passed over\. /);
  });

  it('goes once a new one is safe, even if that is of an earlier moment', async () => {
    const store = await open({ keepLast: 2 });
    for (const update of [1, 20]) await store.write(checkpointOf(update));
    await truncate(fileOf(20), 100);
    expect((await store.newest())?.label.update).toBe(1);
    await store.write(checkpointOf(15));
    expect(await checkpoints()).toEqual([nameOf(1), nameOf(15)]);
    await store.write(checkpointOf(20));
    expect((await store.newest())?.label.update).toBe(20);
  });

  it('that is the only one is an error, and not a training that begins anew', async () => {
    const store = await open();
    await store.write(checkpointOf(1));
    await truncate(fileOf(1), 100);
    await expect(store.newest()).rejects.toThrow(DataError);
    await expect(store.newest()).rejects.toThrow(
      'got a damaged one alone. To begin anew, delete the directory',
    );
  });

  it('is never the best', async () => {
    const store = await open({ keepBest: true, keepLast: 3 });
    for (const [update, value] of [
      [1, 2],
      [2, 1],
      [3, 3],
    ] as const)
      await store.write(checkpointOf(update, value));
    await turnBit(fileOf(2), (bytes) => bytes.length - 1);
    expect((await store.best())?.label.update).toBe(1);
  });
});

it('a checkpoint of a newer version is no damaged one: it is told, and never removed', async () => {
  const store = await open({ keepLast: 1 });
  await store.write(checkpointOf(1));
  await cp(fileOf(1), fileOf(30));
  const bytes = await readFile(fileOf(30));
  bytes.write('2', bytes.indexOf('"version":"') + 11);
  await writeFile(fileOf(30), bytes);
  await expect(store.newest()).rejects.toThrow(
    'expected a checkpoint of version 1, got one of version 2. A newer Neutype wrote it: update',
  );
  await store.write(checkpointOf(2));
  expect(await checkpoints()).toEqual([nameOf(2), nameOf(30)]);
});

it('a checkpoint that vanishes while it is looked for is passed over', async () => {
  const store = await open({ keepLast: 2 });
  for (const update of [1, 2]) await store.write(checkpointOf(update));
  const looking = store.newest();
  await unlink(fileOf(2));
  expect([1, 2]).toContain((await looking)?.label.update);
});

async function zerosAtEnd(file: string): Promise<void> {
  const bytes = await readFile(file);
  await writeFile(file, bytes.fill(0, bytes.length - 24));
}

async function turnBit(file: string, place: (bytes: Buffer) => number): Promise<void> {
  const bytes = await readFile(file);
  const at = place(bytes);
  expect(at).toBeGreaterThan(8);
  bytes[at]! ^= 1;
  await writeFile(file, bytes);
}
