// Trains a network in a process of its own: node killedTraining.mjs [directory [fault [count [share]]]]. With a directory
// it goes on from the newest checkpoint there. The fault says which call of the file system kills the process: its
// `count`th, when the first `share` of a write is done. At the end it says what the training has led to, as one line of JSON.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import '@neutype/backend-cpu';
import { useBackend } from '@neutype/core';
import { batchNorm, dropout, input, relu, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { adam, cosineDecay, earlyStopping, ema, keepBest } from '@neutype/optimizers';
import { random } from '@neutype/random';

const [directory, fault, count = '1', share = '0.5'] = process.argv.slice(2);
const SAMPLES = 96;
const EPOCHS = 20;

let left = Number(count);

/** Whether this is the call that the process does not survive. */
function isFatal(name) {
  if (fault !== name) return false;
  left -= 1;
  return left === 0;
}

function die() {
  process.kill(process.pid, 'SIGKILL');
}

/** Kills the process before (`rename`) or after (`renamed`) a call by this name. */
function dangerous(original, before, after) {
  return async function call(...given) {
    if (isFatal(before)) die();
    const result = await original.apply(this, given);
    if (isFatal(after)) die();
    return result;
  };
}

async function armFileSystem() {
  const { promises } = fs;
  const handle = await promises.open(process.execPath, 'r');
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  for (const [owner, name, before, after] of [
    [promises, 'open', 'open', 'opened'],
    [promises, 'link', 'link', 'linked'],
    [promises, 'rename', 'rename', 'renamed'],
    [promises, 'rm', 'rm', 'removed'],
    [promises, 'mkdir', 'mkdir', 'made'],
    [prototype, 'sync', 'sync', 'synced'],
  ]) {
    owner[name] = dangerous(owner[name], before, after);
  }
  const { write } = prototype;
  prototype.write = async function call(bytes, ...given) {
    if (isFatal('write')) {
      await write.call(this, bytes.subarray(0, Math.floor(bytes.length * Number(share))), 0);
      die();
    }
    return write.call(this, bytes, ...given);
  };
  syncBuiltinESMExports();
}

function dataOf(seed, samples) {
  const x = random(seed).fillNormal(new Float32Array(samples * 6));
  const classes = Array.from({ length: samples }, (_, row) => Number(x[row * 6] + x[row * 6 + 1] ** 2 > 0.7));
  return [ndarray(x, [samples, 6]), classes];
}

/** All that a training leads to, in one word. */
async function outcomeOf({ history, network, state, updatesMade }) {
  const hash = createHash('sha256');
  for (const parameter of [...network.parameters, ...state]) {
    const { buffer, byteOffset, byteLength } = await parameter.read();
    hash.update(parameter.name).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  const epochs = history.epochs.map(({ seconds: _, ...record }) => record);
  hash.update(JSON.stringify([epochs, [...history.train], [...history.valid]]));
  return { hash: hash.digest('hex'), epochs: epochs.length, updates: updatesMade };
}

if (fault) await armFileSystem();
await useBackend('cpu');
const optimizer = adam(input(6).to(relu(12), batchNorm(), dropout(0.3), softmax(2)), {
  seed: 7,
  batchSize: 8,
  shuffleData: true,
  loss: 'categoricalCrossentropy',
  step: cosineDecay(0.1, { epochs: EPOCHS }),
  average: ema({ decay: 0.9 }),
  signals: [earlyStopping({ patience: 3 }), keepBest()],
  verbose: false,
});
const [x, y] = dataOf(1, SAMPLES);
const [xTest, yTest] = dataOf(2, 32);
const checkpoint = { directory, everyUpdates: 3, keepLast: 2, keepBest: 'valid', onFailure: 'stop' };
const kept = directory ? { checkpoint, resume: true } : {};
console.log('training');
await optimizer.train(x, y, xTest, yTest, { epochs: EPOCHS, ...kept });
console.log(JSON.stringify(await outcomeOf(optimizer)));
