/**
 * How long it takes to save and load a large network, beside copying its file, and what memory that takes:
 *
 *   node tools/speed.mjs [millions of parameters] [layers] [directory] [rounds]
 *
 * Each is done in a process of its own, in turn, which does it some times and tells of the quickest: memory that is new to a virtual
 * machine costs as much to take as the file costs to write. The copy is made as save writes: to another name, it reaches the disk,
 * and takes the place of the one before.
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [millions = '100', layers = '25', directory = tmpdir(), rounds = '3', work] = process.argv.slice(2);
const BYTES = Number(millions) * 1e6 * 4;
const TIMES = 5;

if (work === undefined) measureAll();
else await run(work);

function measureAll() {
  const folder = mkdtempSync(join(directory, 'neutype-speed-'));
  try {
    const times = {};
    for (let round = 0; round <= Number(rounds); round++) {
      for (const name of ['save', 'save from the engine', 'bare write', 'copy', 'load']) {
        const result = child(name, folder);
        times[name] ??= [];
        // The first round fills the cache.
        if (round > 0) times[name].push(result);
      }
    }
    const size = statSync(join(folder, 'network.safetensors')).size / 2 ** 20;
    console.log(`${millions} million parameters in ${layers} layers, ${size.toFixed(0)} MiB`);
    const copied = times.copy.map(({ ms }) => ms);
    for (const [name, results] of Object.entries(times)) {
      const ms = results.map((result) => result.ms);
      const cpu = median(results.map((result) => result.cpu)).toFixed(0);
      const peak = median(results.map((result) => result.peak)).toFixed(2);
      console.log(
        `${name}: ${median(ms).toFixed(0)} ms (best ${Math.min(...ms).toFixed(0)}, processor ${cpu}),`,
        `${(median(ms) / median(copied)).toFixed(2)} × the copy (best ${(Math.min(...ms) / Math.min(...copied)).toFixed(2)}),`,
        `peak memory ${peak} × the parameters`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function child(name, folder) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--expose-gc', fileURLToPath(import.meta.url), millions, layers, folder, rounds, name],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function run(name) {
  const before = process.memoryUsage.rss();
  const work = await workCalled(name);
  let best;
  for (let time = 0; time < TIMES; time++) {
    await begin();
    const [start, cpuBefore] = [performance.now(), process.cpuUsage()];
    await work();
    const ms = performance.now() - start;
    const { system, user } = process.cpuUsage(cpuBefore);
    const peak = (mostMemory() - before) / BYTES;
    if (best === undefined || ms < best.ms) best = { ms, cpu: (system + user) / 1000, peak };
  }
  console.log(JSON.stringify(best));
}

async function workCalled(name) {
  const file = join(directory, 'network.safetensors');
  if (name === 'copy') return () => copy(file, join(directory, 'copy'));
  await import('@neutype/backend-cpu');
  const { useBackend } = await import('@neutype/core');
  const { load, save } = await import('../dist/index.js');
  await useBackend('cpu');
  if (name === 'load') return async () => void (await load(file));
  const network = await largeNetwork();
  if (name === 'bare write') return () => bareWrite(join(directory, 'bare'), network.parameters);
  // Brings the parameters into the engine's memory.
  if (name === 'save from the engine') await network.predict(new Float32Array(network.inputShape[0]));
  return () => save(network, file);
}

async function largeNetwork() {
  const { input, linear } = await import('@neutype/layers');
  const width = Math.round(Math.sqrt((Number(millions) * 1e6) / Number(layers)));
  const network = input(width).to(...Array.from({ length: Number(layers) }, () => linear(width)));
  for (const parameter of network.parameters) {
    parameter.adopt(new Float32Array(parameter.size).fill(0.5));
  }
  return network;
}

function copy(from, to) {
  const draft = `${to}.part`;
  copyFileSync(from, draft);
  const file = openSync(draft, 'r+');
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, to);
}

/** What any program has to do that puts these bytes onto the disk. */
async function bareWrite(path, parameters) {
  const file = openSync(path, 'w');
  for (const parameter of parameters) for await (const piece of parameter.pieces()) writeSync(file, piece);
  fsyncSync(file);
  closeSync(file);
}

/** Forgets how much memory there was at the most. */
async function begin() {
  globalThis.gc();
  // What was freed goes back to the system a little later.
  await new Promise((resolve) => setTimeout(resolve, 500));
  globalThis.gc();
  writeFileSync('/proc/self/clear_refs', '5');
}

function mostMemory() {
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}
