#!/usr/bin/env node
/**
 * `npm run dev`: each edit runs the tests that it touches and checks the types of its package, from sources. The other
 * packages are not built.
 */
import { relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { checkEdit } from './checkEdit.mjs';
import { checkQueue } from './checkQueue.mjs';
import { generate } from './generate.mjs';
import { readArguments, USAGE } from './readArguments.mjs';
import { watchFolders } from './watchFolders.mjs';
import { packageOf, testedPackages } from './workspace.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const packages = testedPackages(root);
const { help, once, chosen, tests, problem } = readArguments(process.argv.slice(2), packages);

if (help) console.log(USAGE);
else if (problem !== undefined) {
  console.error(`${problem}\n\n${USAGE}`);
  process.exitCode = 2;
} else if (once) process.exitCode = (await check(chosen, undefined, undefined, tests)) ? 0 : 1;
else watch();

function check(target, files, signal, patterns) {
  if (!generate(target, process.env)) return false;
  return checkEdit(target, files, { signal, patterns, root, env: process.env });
}

function watch() {
  const folders = chosen ? [...chosen.below, chosen.folder] : packages.map(({ folder }) => folder);
  const queue = checkQueue(check);
  watchFolders(folders, (paths) => {
    console.error(`▸ ${paths.map((path) => relative(root, path)).join(', ')}`);
    for (const path of paths) {
      const target = chosen ?? packageOf(path, packages);
      if (target !== undefined) void queue.add(target, [path]);
    }
  });
  createInterface({ input: process.stdin }).on('line', () => chosen && queue.add(chosen, undefined));
  console.error(
    chosen
      ? `Watching ${chosen.name} and the packages below it. Enter runs all its tests; Ctrl-C ends.`
      : 'Watching all packages: an edit runs the tests of its package that it touches. Ctrl-C ends.',
  );
}
