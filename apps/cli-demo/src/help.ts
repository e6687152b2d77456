import { FLAGS, type Flag } from './flags.js';

/** What `--help` prints. */
export function helpText(): string {
  const flags = Object.entries<Flag>(FLAGS).map(([name, { value, help }]) => ({
    left: value === undefined ? `--${name}` : `--${name} ${value}`,
    help,
  }));
  const width = Math.max(...flags.map(({ left }) => left.length));
  return [
    'Trains a network to read handwritten digits: the MNIST tutorial, step by step.',
    '',
    'Usage: npm start -- [flags]',
    '',
    ...flags.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`),
    '',
    'The images that are kept aside to check the network are the same for every --seed.',
    '',
    'MNIST is taken from --data; else from the directory that NEUTYPE_DATA_DIR names, the cache, or a download. Where',
    'none of them has it, digits like those of MNIST are generated, and this is said.',
    '',
    'Ctrl-C stops training after the current batch and goes on to the report; a second one quits at once. With --checkpoint',
    'a run that was stopped, or killed, goes on with --resume as if nothing had happened.',
    '',
    'On the web: npm run web. Shorter programs: npm run example.',
    '',
    'Exit codes: 0 done, 1 failed, 2 wrong usage, 130 quit by Ctrl-C.',
    '',
  ].join('\n');
}
