import { nodeBuiltin } from '../threads/nodeBuiltin.js';

type V8 = typeof import('node:v8');

/**
 * Runs `work` with flags of V8 switched on that are off by default, and switches them off again at once: what is compiled
 * meanwhile keeps what they did, and nothing else in the process sees them. Flags that the process was started with stay.
 */
export function withFlags<T>(names: readonly string[], work: () => T): T {
  const v8 = nodeBuiltin<V8>('node:v8');
  if (v8 === undefined) return work();
  const given = flagsOfProcess();
  const switched = names.filter((name) => !given.has(name));
  for (const name of switched) v8.setFlagsFromString(`--${name}`);
  try {
    return work();
  } finally {
    for (const name of switched) v8.setFlagsFromString(`--no-${name}`);
  }
}

/** Names of the flags that this process was started with, by its command line or NODE_OPTIONS. */
function flagsOfProcess(): ReadonlySet<string> {
  const { execArgv = [], env = {} } = (globalThis as { process?: Partial<NodeJS.Process> }).process ?? {};
  const words = [...execArgv, ...(env['NODE_OPTIONS'] ?? '').split(/\s+/)];
  return new Set(words.map((word) => word.replaceAll('_', '-').replace(/^--(no-?)?/, '')));
}
