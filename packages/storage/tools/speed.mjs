/**
 * How long it takes to save and load a large network, beside copying its file, and what memory that takes:
 *
 *   node tools/speed.mjs [millions of parameters] [layers] [directory] [rounds]
 *
 * Each is done in a process of its own, in turn. The copy reaches the disk, as what save writes does.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, fsyncSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [millions = '100', layers = '25', directory = tmpdir(), rounds = '3', work] = process.argv.slice(2);

if (work === undefined) measureAll();
else await run(work);

function measureAll() {
  const folder = mkdtempSync(join(directory, 'neutype-speed-'));
  try {
    const times = {};
    for (let round = 0; round <= Number(rounds); round++) {
      for (const name of ['save', 'save from the engine', 'copy', 'load']) {
        const result = name === 'copy' ? copy(folder) : child(name, folder);
        times[name] ??= [];
        // The first round fills the cache.
        if (round > 0) times[name].push(result);
      }
    }
    const size = statSync(join(folder, 'network.safetensors')).size / 2 ** 20;
    console.log(`${millions} million parameters in ${layers} layers, ${size.toFixed(0)} MiB`);
    const copied = median(times.copy.map(({ ms }) => ms));
    for (const [name, results] of Object.entries(times)) {
      const ms = median(results.map((result) => result.ms));
      const peak =
        results[0].peak === undefined
          ? ''
          : `, peak memory ${median(results.map((result) => result.peak)).toFixed(2)} × the parameters`;
      console.log(`${name}: ${ms.toFixed(0)} ms, ${(ms / copied).toFixed(2)} × the copy${peak}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function copy(folder) {
  const [from, to] = [join(folder, 'network.safetensors'), join(folder, 'copy')];
  const start = performance.now();
  copyFileSync(from, to);
  const file = openSync(to, 'r+');
  fsyncSync(file);
  closeSync(file);
  return { ms: performance.now() - start };
}

function child(name, folder) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), millions, layers, folder, rounds, name],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function run(name) {
  await import('@neutype/backend-cpu');
  const { useBackend } = await import('@neutype/core');
  const { input, linear } = await import('@neutype/layers');
  const { load, save } = await import('../dist/index.js');
  const file = join(directory, 'network.safetensors');
  const bytes = Number(millions) * 1e6 * 4;
  await useBackend('cpu');
  const before = process.memoryUsage.rss();
  if (name === 'load') {
    const start = performance.now();
    await load(file);
    return report(performance.now() - start, before, bytes);
  }
  const width = Math.round(Math.sqrt((Number(millions) * 1e6) / Number(layers)));
  const network = input(width).to(...Array.from({ length: Number(layers) }, () => linear(width)));
  for (const parameter of network.parameters) {
    parameter.adopt(new Float32Array(parameter.size).fill(0.5));
    if (name !== 'save') parameter.variable;
  }
  const start = performance.now();
  await save(network, file);
  report(performance.now() - start, before, bytes);
}

/** The most memory that the process had, beyond what it had before there was a network. */
function report(ms, before, bytes) {
  const most = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ ms, peak: (most - before) / bytes }));
}
