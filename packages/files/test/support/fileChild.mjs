// Does something with files in a process of its own: node fileChild.mjs ACTION PATH [NUMBER]. Says how it went as JSON.
import { once } from 'node:events';
import { ndarray } from '@neutype/ndarray';
import { checkpointDirectory, writeFile } from '../../src/index.js';

const [action, path, number = '0'] = process.argv.slice(2);
const notices = [];

function checkpoints() {
  return checkpointDirectory(path, { onNotice: (line) => notices.push(line) });
}

function checkpointOf(update) {
  const values = ndarray(new Float32Array(20_000).fill(update));
  return { tensors: new Map([['values', values]]), state: { update }, label: { epoch: 0, update } };
}

const ACTIONS = {
  write: () => writeFile(path, [new Uint8Array(Number(number)).fill(1)]),
  // Killed while it writes: it tells when the first piece is there, and waits for it.
  async writeSlowly() {
    function* pieces() {
      yield new Uint8Array(100_000).fill(1);
      console.log('writing');
      while (true) yield new Uint8Array(100_000).fill(1);
    }
    await writeFile(path, pieces());
  },
  async checkpoint() {
    const store = checkpoints();
    await store.open();
    try {
      await store.write(checkpointOf(Number(number)));
    } finally {
      await store.close();
    }
  },
  async newest() {
    return (await checkpoints().newest())?.label.update;
  },
  async tooManyOpen() {
    const { open } = await import('node:fs/promises');
    const store = checkpoints();
    await store.open();
    await store.write(checkpointOf(1));
    const handles = [];
    while (handles.length < 10_000) {
      try {
        handles.push(await open('/dev/null'));
      } catch {
        break;
      }
    }
    const failures = [await failureOf(store.write(checkpointOf(2))), await failureOf(store.newest())];
    for (const handle of handles) await handle.close();
    await store.write(checkpointOf(3));
    await store.close();
    return failures;
  },
  async hold() {
    const store = checkpoints();
    await store.open();
    await store.write(checkpointOf(Number(number)));
    console.log('holding');
    await once(process.stdin.resume(), 'end');
    await store.close();
  },
};

function failureOf(work) {
  return work.then(
    () => 'none',
    ({ message }) => message,
  );
}

try {
  const result = await ACTIONS[action]();
  console.log(JSON.stringify({ result, notices }));
} catch (error) {
  console.log(JSON.stringify({ failure: error.message, name: error.name, notices }));
}
