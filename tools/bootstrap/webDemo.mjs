import { StepError } from './step.mjs';

export const WEB_HELP = `Builds the web demo and serves it on this machine, with the headers that give the page threads.

Usage: npm run web -- [flags]

  --port N     the port (4173, or the next one that is free)
  --host NAME  where to listen, such as 0.0.0.0 for other machines (localhost); they get one thread
  --help       print this help

With NEUTYPE_DATA_DIR naming a directory with MNIST's four files, the page takes MNIST from there. Ctrl-C ends it.
`;

/**
 * Reads the flags of `npm run web`.
 *
 * @returns what to serve on, or undefined where help was asked for
 */
export function readWebFlags(flags) {
  const given = {};
  const rest = flags.flatMap((flag) => (flag.startsWith('--') ? splitOnce(flag) : [flag]));
  while (rest.length > 0) {
    const flag = rest.shift();
    if (flag === '--help' || flag === '-h') return undefined;
    if (flag !== '--port' && flag !== '--host') throw wrongUsage(`there is no flag ${JSON.stringify(flag)}`);
    const value = rest.shift();
    if (value === undefined || value === '') throw wrongUsage(`${flag} needs a value`);
    given[flag.slice(2)] = value;
  }
  if (given.port !== undefined && !isPort(given.port)) {
    throw wrongUsage(`--port: expected a whole number from 1 to 65535, got ${JSON.stringify(given.port)}`);
  }
  return given;
}

function splitOnce(flag) {
  const equals = flag.indexOf('=');
  return equals === -1 ? [flag] : [flag.slice(0, equals), flag.slice(equals + 1)];
}

function isPort(text) {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;
}

function wrongUsage(problem) {
  return new StepError(`reading the command line: ${problem}`, 'Try: npm run web -- --help', 2);
}
