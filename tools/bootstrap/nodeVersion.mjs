import { manifest } from './root.mjs';
import { StepError } from './step.mjs';

/** Stops early, and clearly, on a Node that is too old. */
export function checkNodeVersion(current = process.versions.node) {
  const wanted = manifest.engines.node.replace('>=', '');
  if (isAtLeast(current, wanted)) return;
  throw new StepError(
    `checking Node: this is version ${current}, Neutype needs ${wanted} or newer`,
    'Install a current Node from https://nodejs.org, or run `nvm install` here.',
  );
}

/** Compares versions such as `20.19.0`. */
export function isAtLeast(version, wanted) {
  const [a, b] = [version, wanted].map((text) => text.split('.').map(Number));
  const different = b.findIndex((number, index) => number !== (a[index] ?? 0));
  return different === -1 || a[different] > b[different];
}
