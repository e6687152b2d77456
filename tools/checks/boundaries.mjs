#!/usr/bin/env node
/**
 * `turbo boundaries`, but for AssemblyScript: its decorators on functions are no TypeScript, turbo's parser gives up on
 * those files, and turbo 2.11 has no way to leave them out. They import nothing from other packages: they are compiled
 * to WebAssembly.
 */
import { spawnSync } from 'node:child_process';

const ASSEMBLY = 'packages/backend-cpu/assembly/';

const { stdout, stderr, error } = spawnSync('turbo', ['boundaries', '--no-color'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (error) throw error;

const [, ...issues] = stderr.split(/^ {2}[x×] /m);
const checked = /Checked (\d+) files in (\d+) packages/.exec(stdout);
const remaining = issues.filter((issue) => !isAssembly(issue));
for (const issue of remaining) console.log(`× ${issue}`);
if (checked === null) {
  console.log(`${stdout}${stderr}\nturbo boundaries did not finish.`);
  process.exitCode = 1;
} else {
  console.log(`Checked ${checked[1]} files in ${checked[2]} packages, ${remaining.length} issues found.`);
  process.exitCode = remaining.length > 0 ? 1 : 0;
}

/** Messages are wrapped, with a bar before each line. */
function isAssembly(issue) {
  const text = issue.replace(/\n\s*[|│]\s*/g, '');
  return (
    text.startsWith('failed to parse file') && text.includes(ASSEMBLY) && text.includes('parser panicked')
  );
}
