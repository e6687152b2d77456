import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KINDS } from './kinds.mjs';

const TEMPLATES = fileURLToPath(new URL('templates', import.meta.url));

/**
 * Writes the files of a new thing into the repository at `root`.
 *
 * @returns the paths of what was written and changed, from the root on
 * @throws Error where the name is taken; nothing is written then
 */
export function create(root, kind, name) {
  const { folder, index = 'src/index.ts', edits } = KINDS[kind];
  const words = { name, Name: name[0].toUpperCase() + name.slice(1), kebab: kebabOf(name) };
  const filled = (text) => text.replace(/__(name|Name|kebab)__/g, (_, word) => words[word]);
  const files = filesIn(join(TEMPLATES, kind)).map((template) => ({
    path: filled(relative(join(TEMPLATES, kind), template).split(sep).join('/')).replace(/\.txt$/, ''),
    text: filled(readFileSync(template, 'utf8')),
  }));
  checkFree(root, `${folder}/${index}`, name, files);
  const changed = new Map();
  for (const { file, change } of edits(name, words)) {
    changed.set(file, change(changed.get(file) ?? readFileSync(join(root, file), 'utf8')));
  }
  for (const [path, text] of [...files.map(({ path, text }) => [path, text]), ...changed]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { written: files.map(({ path }) => path), changed: [...changed.keys()] };
}

function checkFree(root, index, name, files) {
  if (new RegExp(`\\b${name}\\b(?!\\.js)`).test(readFileSync(join(root, index), 'utf8'))) {
    throw new Error(`${name} is taken: ${index} exports it.`);
  }
  const taken = files.find(({ path }) => existsSync(join(root, path)));
  if (taken !== undefined) throw new Error(`${name} is taken: there is ${taken.path}.`);
}

function kebabOf(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
