#!/usr/bin/env node
/** `npm run new`: writes the files of a new layer, optimizer, loss or metric, in the house's order and dialect. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create } from './create.mjs';
import { KINDS } from './kinds.mjs';
import { readName, USAGE } from './readName.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { help, problem, kind, name } = readName(process.argv.slice(2));

if (help) console.log(USAGE);
else if (problem !== undefined) fail(`${problem}\n\n${USAGE}`);
else make();

function make() {
  try {
    const { written, changed } = create(root, kind, name);
    sortAndFormat([...written, ...changed]);
    console.log(
      [...written.map((path) => `wrote    ${path}`), ...changed.map((path) => `changed  ${path}`)].join('\n'),
    );
    console.log(
      `\nNext: npm run dev -- ${KINDS[kind].folder.replace('packages/', '')}, and the guide: docs/guides/${kind}.md`,
    );
  } catch (error) {
    fail(error.message);
  }
}

/** Exports and imports go to where they belong by their names. Without Biome, `npm run format` does it later. */
function sortAndFormat(paths) {
  const biome = join(root, 'node_modules/.bin/biome');
  const code = paths.filter((path) => /\.ts$/.test(path));
  spawnSync(biome, ['check', '--write', ...code], {
    cwd: root,
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
}

function fail(message) {
  console.error(message);
  process.exitCode = 2;
}
