import '@neutype/backend-cpu';
import { useBackend } from '@neutype/core';
import { type CheckpointDirectoryOptions, checkpointDirectory } from '@neutype/files';
import { dropout, input, relu, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { adam } from '@neutype/optimizers';
import { random } from '@neutype/random';

/** What the tests of checkpoints call from outside; they cannot pass arrays, so a checkpoint is one number. */
export interface CheckpointPage {
  /** Opens a directory, and keeps it open until the page goes. */
  open(path: string, options?: CheckpointDirectoryOptions): Promise<void>;
  write(update: number, values: number, value?: number): Promise<void>;
  /** Begins to write and never ends. */
  writeForever(path: string, name: string): Promise<void>;
  close(): Promise<void>;
  /** The update, the value and the state of the newest that can be read, and what was said about others. */
  newest(path: string): Promise<{ found: unknown; notices: string[] }>;
  names(path: string): Promise<string[]>;
  truncate(path: string, name: string, size: number): Promise<void>;
  /** Trains, from the newest checkpoint in a directory or from the beginning, and gives the weights. */
  train(path?: string): Promise<number[]>;
  /** How many updates the training has made. */
  updatesMade(): number;
}

const EPOCHS = 40;
const SAMPLES = 64;

let updates = 0;
let store: ReturnType<typeof checkpointDirectory>;

async function directoryAt(path: string): Promise<FileSystemDirectoryHandle> {
  let directory = await navigator.storage.getDirectory();
  for (const part of path.split('/')) directory = await directory.getDirectoryHandle(part);
  return directory;
}

async function train(path?: string): Promise<number[]> {
  await useBackend('cpu');
  const network = input(4).to(relu(8), dropout(0.3), softmax(2));
  const optimizer = adam(network, {
    seed: 5,
    batchSize: 8,
    shuffleData: true,
    loss: 'categoricalCrossentropy',
    verbose: false,
    signals: {
      async updateEnd() {
        updates += 1;
        await new Promise((resolve) => setTimeout(resolve));
      },
    },
  });
  const x = ndarray(random(1).fillNormal(new Float32Array(SAMPLES * 4)), [SAMPLES, 4]);
  const classes = Array.from({ length: SAMPLES }, (_, row) => Number((x.data[row * 4] as number) > 0));
  const kept =
    path === undefined ? {} : { checkpoint: { directory: path, everyUpdates: 3 }, resume: true as const };
  await optimizer.train(x, classes, { epochs: EPOCHS, ...kept });
  const weights = await Promise.all(network.parameters.map((parameter) => parameter.read()));
  return weights.flatMap((values) => [...values]);
}

export const checkpointPage: CheckpointPage = {
  open(path, options) {
    store = checkpointDirectory(path, options);
    return store.open();
  },
  write: (update, values, value) =>
    store.write({
      tensors: new Map([['values', ndarray(new Float32Array(values).fill(update))]]),
      state: { update },
      label: { epoch: 0, update, ...(value !== undefined && { value }) },
    }),
  async writeForever(path, name) {
    const file = await (await directoryAt(path)).getFileHandle(name, { create: true });
    await (await file.createWritable()).write(new Uint8Array(100_000));
  },
  close: () => store.close(),
  async newest(path) {
    const notices: string[] = [];
    const reader = checkpointDirectory(path, { onNotice: (line) => notices.push(line) });
    const newest = await reader.newest();
    const values = newest?.tensors.get('values');
    const found = newest && { state: newest.state, label: newest.label, last: values?.data.at(-1) };
    return { found, notices };
  },
  async names(path) {
    const names: string[] = [];
    for await (const { name } of (await directoryAt(path)).values()) names.push(name);
    return names.sort();
  },
  async truncate(path, name, size) {
    const file = await (await directoryAt(path)).getFileHandle(name);
    const stream = await file.createWritable({ keepExistingData: true });
    await stream.truncate(size);
    await stream.close();
  },
  train,
  updatesMade: () => updates,
};
