import { packageNamed } from './workspace.mjs';

export const USAGE = `Each edit runs the tests that it touches and checks the types, from sources: no other package is built.

Usage: npm run dev -- [PACKAGE] [--once [TEST…]]      or: pnpm dev [PACKAGE] [--once [TEST…]]

  PACKAGE  the package to test when it, or a package below it, is edited: losses, packages/losses, @neutype/losses
           (without one: whichever package an edit lies in)
  --once   the types and all tests of PACKAGE once, without waiting for edits; with TEST, such as mse, only the test
           files with this in their path`;

/**
 * Reads the command line of `npm run dev`.
 *
 * @returns `help`, or the `chosen` package, whether to run `once` and which `tests`, or the `problem` with what was written
 */
export function readArguments(args, packages) {
  if (args.includes('--help') || args.includes('-h')) return { help: true };
  const once = args.includes('--once');
  const [name, ...tests] = args.filter((arg) => arg !== '--once');
  const flag = [name, ...tests].find((arg) => arg?.startsWith('-'));
  if (flag !== undefined) return { problem: `There is no flag ${flag}.` };
  if (!once && tests.length > 0)
    return { problem: `Expected one package, got ${[name, ...tests].join(' ')}.` };
  if (name === undefined) return once ? { problem: 'Say which package to test --once.' } : { once };
  const chosen = packageNamed(name, packages);
  const names = packages.map((each) => each.name).join(', ');
  return chosen
    ? { chosen, once, tests }
    : { problem: `There is no package ${name} with tests. There are: ${names}.` };
}
