import { basename } from 'node:path';
import { BuildError } from './buildError.js';
import { runProgram } from './runProgram.js';

/** A C++ compiler that runs. */
export interface Compiler {
  /** The program and what it is called with first: `['ccache', 'g++']`. */
  readonly call: readonly [program: string, ...leading: string[]];
  /** Its own first line: `g++ (Debian 12.2.0-14) 12.2.0`. */
  readonly version: string;
}

/** The compiler that `CXX` names, else the first of the usual ones that runs. */
export async function findCompiler(environment: NodeJS.ProcessEnv = process.env): Promise<Compiler> {
  const chosen = environment['CXX']?.trim();
  const candidates = chosen ? callsOf(chosen) : USUAL.map((program) => [program] as const);
  for (const call of candidates) {
    const [program, ...leading] = call;
    const result = await runProgram(program, [...leading, '--version']);
    if (result.succeeded) return { call, version: result.output.split('\n', 1)[0]!.trim() };
  }
  throw new BuildError({
    where: 'C++ compiler',
    expected: chosen ? `${chosen} (from CXX) to run` : `one of ${USUAL.join(', ')} to run`,
    received: chosen ? 'no compiler' : 'none of them',
    remedy: installHint(),
  });
}

const USUAL = ['c++', 'g++', 'clang++'] as const;

/** A path may have spaces; otherwise they part words, as in a shell: `ccache g++`, `g++ -m64 "-DX=a b"`. */
function callsOf(text: string): Compiler['call'][] {
  const words = [...text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/["']/g, ''),
  );
  const [program, ...leading] = words;
  return program === undefined || leading.length === 0 ? [[text]] : [[text], [program, ...leading]];
}

function installHint(): string {
  return process.platform === 'darwin'
    ? 'Install the command line tools: xcode-select --install.'
    : 'Install one, for example: apt install g++, or dnf install gcc-c++; or set CXX.';
}

/** What is compiled, and against what. */
export interface CompileInput {
  readonly compiler: Compiler;
  readonly sources: readonly string[];
  readonly includeFolders: readonly string[];
  readonly libraries: readonly string[];
  readonly napiVersion: number;
  readonly output: string;
}

/**
 * Compiles an addon. It finds its libraries in its own folder, wherever that folder is moved to, and asks for every
 * symbol as it is loaded and not at the first call.
 */
export async function compileAddon(input: CompileInput): Promise<void> {
  const [program, ...leading] = input.compiler.call;
  const result = await runProgram(program, [...leading, ...compilerArguments(input)]);
  if (result.succeeded) return;
  const { compiler, output } = input;
  throw new BuildError({
    where: `compiling ${basename(output)} with ${compiler.version}`,
    expected: 'no errors',
    received: firstErrors(result.errors),
    remedy:
      'The binding needs C++17 (g++ 8 or clang 7 and newer); or choose another TensorFlow with --tensorflow.',
  });
}

/** What the compiler is called with. */
export function compilerArguments(
  { sources, includeFolders, libraries, napiVersion, output }: CompileInput,
  platform: NodeJS.Platform = process.platform,
): string[] {
  const linking =
    platform === 'darwin'
      ? ['-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path']
      : ['-Wl,-rpath,$ORIGIN', '-Wl,-z,now'];
  return [
    '-std=c++17',
    '-O2',
    '-fPIC',
    '-shared',
    `-DNAPI_VERSION=${napiVersion}`,
    ...includeFolders.map((folder) => `-I${folder}`),
    ...sources,
    '-o',
    output,
    ...libraries,
    ...linking,
  ];
}

function firstErrors(text: string): string {
  const errors = text.split('\n').filter((line) => /error|undefined/i.test(line));
  return (errors.length > 0 ? errors : text.split('\n')).slice(0, 3).join(' | ');
}
