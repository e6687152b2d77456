import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './root.mjs';
import { StepError } from './step.mjs';

const SOURCES = join(root, 'apps/examples/src');

/** The examples by name, each with what the comment at its beginning says. */
export function examples(folder = SOURCES) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => ({
      name: basename(file, '.ts'),
      about: aboutOf(readFileSync(join(folder, file), 'utf8')),
    }));
}

/** A line or two for each example, and how to run one. */
export function listExamples(all = examples()) {
  const width = Math.max(...all.map(({ name }) => name.length));
  return [
    'Usage: npm run example NAME',
    '',
    ...all.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`),
    '',
    'Each says whether it reached its target. They are in apps/examples/src.',
  ].join('\n');
}

/** The built program of an example. */
export function programOf(name) {
  if (!examples().some((each) => each.name === name)) {
    throw new StepError(`finding the example ${JSON.stringify(name)}`, listExamples(), 2);
  }
  return join(root, `apps/examples/dist/${name}.js`);
}

/** The first paragraph of the comment at a file's beginning. */
function aboutOf(source) {
  const [, comment = ''] = /^\/\*\*([\s\S]*?)\*\//.exec(source) ?? [];
  const lines = comment.split('\n').map((line) => line.replace(/^ *\*? ?/, '').trim());
  const start = lines.findIndex((line) => line !== '');
  const end = lines.findIndex((line, index) => index > start && line === '');
  return lines
    .slice(start, end === -1 ? undefined : end)
    .join(' ')
    .trim();
}
