#!/usr/bin/env node
/**
 * Follows the guides in `docs/guides` to the letter, one behind the other, in one scratch copy of the repository: writes
 * the files they show, runs the commands they give, and holds what those print against what the guide promises. At the
 * end all that was written must be formatted, free of lint, and of the right types.
 *
 *   node tools/checks/guides.mjs [layer loss …]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyEdit, readGuide } from './guides/readGuide.mjs';
import { scratchCopy } from './guides/scratchCopy.mjs';

/** What guides may run, and what runs there: a scratch copy needs no preparation. */
const COMMANDS = [
  [/^(?:npm run dev --|pnpm dev) /, 'node tools/dev/main.mjs '],
  [/^(?:npm run new --|pnpm new) /, 'node tools/dev/new/main.mjs '],
];

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const wanted = process.argv.slice(2);
const guides = readdirSync(join(root, 'docs/guides'))
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .filter((file) => wanted.length === 0 || wanted.includes(file.replace('.md', '')));
const began = Date.now();
const copy = scratchCopy(root);
const written = new Set();
let steps = 0;

try {
  for (const guide of guides) follow(guide);
  lint(written);
  console.log(`${guides.length} guides followed, ${steps} steps, ${seconds()} s.`);
  process.exitCode = guides.length > 0 ? 0 : 1;
} catch (error) {
  console.log(error.message);
  process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true });
}

function follow(guide) {
  console.log(`▸ ${guide} (${seconds()} s)`);
  for (const step of readGuide(readFileSync(join(root, 'docs/guides', guide), 'utf8'))) {
    steps++;
    try {
      take(step);
    } catch (error) {
      throw new Error(`docs/guides/${guide}: ${error.message}`);
    }
  }
}

function take(step) {
  if (step.kind === 'run') return runAsTold(step);
  const path = join(copy, step.file);
  written.add(step.file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    step.kind === 'write' ? step.content : applyEdit(readFileSync(path, 'utf8'), step.content, step.file),
  );
}

function runAsTold({ command, fails, prints }) {
  const [pattern, program] = COMMANDS.find(([each]) => each.test(command)) ?? [];
  if (pattern === undefined) throw new Error(`runs ${command}, which tools/checks/guides.mjs does not know`);
  const output = run(command.replace(pattern, program), fails);
  const made = [...output.matchAll(/^(?:wrote|changed) +(\S+)$/gm)].map(([, file]) => file);
  for (const file of made) written.add(file);
  if (made.length > 0) lint(made);
  for (const line of prints) {
    if (!output.includes(line))
      throw new Error(`${command} does not print ${JSON.stringify(line)}:\n${output}`);
  }
}

function run(command, fails = false) {
  const { status, stdout, stderr } = spawnSync(command, { cwd: copy, shell: true, encoding: 'utf8' });
  const output = `${stdout}${stderr}`;
  if ((status !== 0) === fails) return output;
  throw new Error(`${command} ${fails ? 'succeeds, where it should fail' : 'fails'}:\n${output}`);
}

function lint(files) {
  const code = [...files].filter((file) => /\.(?:ts|mjs|json)$/.test(file) && !file.includes('/assembly/'));
  run(`node_modules/.bin/biome check --error-on-warnings --colors=off ${code.join(' ')}`);
}

function seconds() {
  return Math.round((Date.now() - began) / 1000);
}
