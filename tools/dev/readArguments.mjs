import { packageNamed } from './workspace.mjs';

export const USAGE = `Each edit runs the tests that it touches and checks the types, from sources: no other package is built.

Usage: npm run dev -- [PACKAGE] [--once]      or: pnpm dev [PACKAGE] [--once]

  PACKAGE  the package to test when it, or a package below it, is edited: losses, packages/losses, @neutype/losses
           (without one: whichever package an edit lies in)
  --once   all tests and the types of PACKAGE once, without waiting for edits`;

/**
 * Reads the command line of `npm run dev`.
 *
 * @returns `help`, or the `chosen` package and whether to run `once`, or the `problem` with what was written
 */
export function readArguments(args, packages) {
  if (args.includes('--help') || args.includes('-h')) return { help: true };
  const once = args.includes('--once');
  const [name, ...more] = args.filter((arg) => arg !== '--once');
  if (more.length > 0) return { problem: `Expected one package, got ${[name, ...more].join(' ')}.` };
  if (name === undefined) return once ? { problem: 'Say which package to test --once.' } : { once };
  if (name.startsWith('-')) return { problem: `There is no flag ${name}.` };
  const chosen = packageNamed(name, packages);
  const names = packages.map((each) => each.name).join(', ');
  return chosen
    ? { chosen, once }
    : { problem: `There is no package ${name} with tests. There are: ${names}.` };
}
