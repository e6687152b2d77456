import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from './buildError.js';
import { CHOSEN } from './pinnedWheels.js';
import { complaint, type ProgramResult, runProgram } from './runProgram.js';

const GET_IT_ELSEWHERE =
  'or fetch the wheel on another machine (pip download --no-deps tensorflow-cpu) and pass it with --wheel FILE';

/**
 * Pythons whose wheels are asked for where the system's own Python has none. The libraries inside do not depend on
 * Python, so any will do.
 */
const OTHER_PYTHONS = ['3.12', '3.13', '3.11', '3.10', '3.9'];

/** A way to call pip. */
type Pip = readonly [program: string, ...leading: string[]];

/** Finds pip, by itself or as a module of a Python. */
export async function findPip(): Promise<Pip> {
  const candidates: Pip[] = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']];
  for (const [program, ...leading] of candidates) {
    const { succeeded } = await runProgram(program, [...leading, '--version']);
    if (succeeded) return [program, ...leading];
  }
  throw new BuildError({
    where: 'pip',
    expected: 'python3 -m pip, pip3 or pip to run',
    received: 'none of them',
    remedy: `Install it, for example: apt install python3-pip; ${GET_IT_ELSEWHERE}.`,
  });
}

/**
 * Downloads a TensorFlow wheel for this platform, without what it depends on.
 *
 * @param version such as `2.20.0`; without one the version that this package was tried with, or where this platform has
 *   none of that, the newest
 * @returns the wheel's path
 */
export async function downloadWheel(pip: Pip, folder: string, version?: string): Promise<string> {
  let refusal: ProgramResult | undefined;
  for (const [wanted, python] of requests(version)) {
    const result = await download(pip, folder, wanted, python);
    if (result.succeeded) return wheelIn(folder);
    refusal ??= result;
    if (!hasNoneForThisPython(result)) throw failed(wanted, result);
  }
  throw failed(version === undefined ? 'tensorflow-cpu' : `tensorflow-cpu==${version}`, refusal!);
}

type Request = readonly [wanted: string, python: string | undefined];

/** What pip is asked for, in order. */
function requests(version: string | undefined): Request[] {
  const asking = (wanted: string, pythons: readonly (string | undefined)[]): Request[] =>
    pythons.map((python) => [wanted, python] as const);
  const usual = [undefined, ...OTHER_PYTHONS];
  // Of the chosen version, the wheel whose checksum is pinned comes first: the libraries in all of them are the same.
  const chosen = [CHOSEN.python, ...usual.filter((python) => python !== CHOSEN.python)];
  return packageNames().flatMap((name) =>
    version === undefined
      ? [...asking(`${name}==${CHOSEN.tensorflow}`, chosen), ...asking(name, usual)]
      : asking(`${name}==${version}`, usual),
  );
}

/** pip says the same where it could not ask anybody; the retries before it tell the difference. */
function hasNoneForThisPython({ errors }: ProgramResult): boolean {
  return (
    /No matching distribution|Could not find a version/i.test(errors) && !/Retrying|timed out/i.test(errors)
  );
}

/** On x86-64 Linux, plain `tensorflow` would bring CUDA; elsewhere it may be the only one there is. */
export function packageNames(platform: string = process.platform, arch: string = process.arch): string[] {
  return platform === 'linux' && arch === 'x64' ? ['tensorflow-cpu'] : ['tensorflow-cpu', 'tensorflow'];
}

function download([program, ...leading]: Pip, folder: string, wanted: string, python: string | undefined) {
  return runProgram(
    program,
    [
      ...leading,
      'download',
      '--disable-pip-version-check',
      '--no-deps',
      '--only-binary=:all:',
      ...(python === undefined ? [] : ['--python-version', python]),
      '--dest',
      folder,
      wanted,
    ],
    { showOutput: process.stdout.isTTY === true },
  );
}

function wheelIn(folder: string): string {
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.whl'))!);
}

function failed(wanted: string, result: ProgramResult): BuildError {
  const noSpace = /No space left/i.test(result.errors);
  return new BuildError({
    where: `pip download ${wanted}`,
    expected: 'a wheel for this platform',
    received: complaint(result),
    remedy: noSpace
      ? 'Free some disk space, or choose another place with --cache DIR and TMPDIR.'
      : `Check the version and the network (pip honours HTTPS_PROXY and its own configuration), ${GET_IT_ELSEWHERE}.`,
  });
}
