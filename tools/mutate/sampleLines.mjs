import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { random } from '@neutype/random';
import { root, sourceFiles } from './packages.mjs';

/** Lines of a package's code drawn at random, as Stryker names them: `file:12-12`. */
export function sampleLines(name, { count, seed }) {
  const lines = sourceFiles(name).flatMap(linesOfCode);
  const order = random(seed).split(name).permutation(lines.length);
  return Array.from(order.subarray(0, count), (index) => lines[index]).sort();
}

function linesOfCode(file) {
  return readFileSync(join(root, file), 'utf8')
    .split('\n')
    .flatMap((text, index) => (holdsCode(text) ? [`${file}:${index + 1}-${index + 1}`] : []));
}

/** Nothing can go wrong in comments, imports, exports of names and lines of punctuation. */
export function holdsCode(text) {
  return !/^\s*($|\/\/|\/?\*|import\b|export (type )?[{*]|[\])}(;,]+\s*$)/.test(text);
}
