import { execFileSync } from 'node:child_process';
import { root, sourceFiles } from './packages.mjs';

/** The lines of a package's sources that were added or changed since a commit, as Stryker names them. */
export function changedLines(name, commit) {
  const files = new Set(sourceFiles(name));
  const diff = execFileSync(
    'git',
    ['diff', '--unified=0', '--no-color', commit, '--', `packages/${name}/src`],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  return rangesOf(diff).flatMap(({ file, from, to }) => (files.has(file) ? [`${file}:${from}-${to}`] : []));
}

/** The ranges of new lines in a unified diff without context. */
export function rangesOf(diff) {
  const ranges = [];
  let file;
  for (const line of diff.split('\n')) {
    file = /^\+\+\+ b\/(.*)$/.exec(line)?.[1] ?? file;
    const [, start, count = '1'] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (start === undefined || count === '0') continue;
    ranges.push({ file, from: Number(start), to: Number(start) + Number(count) - 1 });
  }
  return ranges;
}
