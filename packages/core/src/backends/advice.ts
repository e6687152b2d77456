import { nearestName } from '@neutype/errors';

/** Neutype's backends, of which each comes with its own package: '@neutype/backend-cpu' and so on. */
const OURS = ['cpu', 'node', 'webgl', 'webgpu'] as const;

/** What people call them elsewhere. */
const OTHER_NAMES: ReadonlyMap<string, readonly (typeof OURS)[number][]> = new Map([
  ['gpu', ['webgpu', 'webgl']],
  ['webgl2', ['webgl']],
  ['wasm', ['cpu']],
  ['tensorflow', ['node']],
  ['native', ['node']],
]);

/** What to do about a backend that is not there: what to import, and whether another name was meant. */
export function adviceOn(name: string, there: readonly string[]): string {
  const isOurs = OURS.some((ours) => ours === name);
  const nearest = nearestName(name, [...there, ...OURS]);
  const meant = isOurs
    ? [name]
    : (OTHER_NAMES.get(name.toLowerCase()) ?? (nearest === undefined ? [] : [nearest]));
  if (meant.length === 0) {
    return `Neutype has the backends ${list(OURS, 'and')}; each is there once its package is imported, as in import '@neutype/backend-cpu'.`;
  }
  const missing = meant.filter((one) => !there.includes(one));
  const question = isOurs ? [] : [`Did you mean ${list(meant, 'or')}?`];
  const imports = missing.map((one) => `import '@neutype/backend-${one}'`);
  return [...question, ...(missing.length > 0 ? [`Write ${imports.join(' or ')} first.`] : [])].join(' ');
}

function list(names: readonly string[], word: 'and' | 'or'): string {
  const quoted = names.map((name) => `'${name}'`);
  const last = quoted.pop()!;
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${word} ${last}`;
}
