import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fetchTfjsNode } from '../src/build/bindingSources.js';
import { runBuildCommand } from '../src/build/command.js';
import { compileAddon, compilerArguments, findCompiler } from '../src/build/compiler.js';
import { packageNames } from '../src/build/pip.js';
import { assertSupportedSystem, prepareFolder } from '../src/build/platform.js';
import { buildsFolder } from '../src/runtime/cacheFolder.js';
import { fakeBuild } from './support/fakeBuild.js';
import { fakeWheel, WHEEL_NAME } from './support/fakeWheel.js';
import { temporaryFolder } from './support/folders.js';
import { installedPackage } from './support/installedPackage.js';
import { onlyPrograms } from './support/programs.js';

const COMPILER = { 'c++': 'echo "c++ 99"' };
const PIP = 'echo "pip 99"';

/** Runs the command: its status and what it printed. */
async function command(...parameters: string[]): Promise<{ status: number; printed: string }> {
  const lines: string[] = [];
  const status = await runBuildCommand(parameters, (line) => lines.push(line));
  return { status, printed: lines.join('\n') };
}

/** How often the pip of a test was asked for a wheel. */
function timesAsked(cache: string): number {
  return readFileSync(join(cache, 'asked'), 'utf8').trim().split('\n').length;
}

/** What a build leaves behind: builds and folders of builds in the making. */
function leftIn(cache: string): string[] {
  return existsSync(buildsFolder(cache)) ? readdirSync(buildsFolder(cache)) : [];
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.split(sep).join('/'))
    .sort();
}

describe('the build command', () => {
  it('explains itself', async () => {
    const { status, printed } = await command('--help');
    expect(status).toBe(0);
    for (const option of ['--tensorflow', '--wheel', '--tfjs-node', '--cache', '--force']) {
      expect(printed).toContain(option);
    }
  });

  it('refuses an option that it does not know', async () => {
    const { status, printed } = await command('--tensorfow', '2.21.0');
    expect(status).toBe(1);
    expect(printed).toMatch(/Unknown option '--tensorfow'.* See --help\./);
  });

  it('says that there is no compiler before it downloads anything', async () => {
    const cache = temporaryFolder();
    onlyPrograms(temporaryFolder(), { python3: PIP });
    expect(await command('--cache', cache)).toEqual({
      status: 1,
      printed: expect.stringMatching(
        /C\+\+ compiler: expected one of c\+\+, g\+\+, clang\+\+ to run, got none of them\. Install one/,
      ),
    });
    expect(leftIn(cache)).toEqual([]);
  });

  it.each([
    ['with a program before it', 'ccache g++', { ccache: 'shift; echo "ccache of g++ 99"' }],
    ['with options', 'g++ -m64 "-DX=a b"', { 'g++': '[ "$2" = "-DX=a b" ] && echo "g++ 99"' }],
  ])('takes the compiler that CXX names, %s', async (_name, CXX, programs) => {
    onlyPrograms(temporaryFolder(), programs as Record<string, string>);
    const { version, call } = await findCompiler({ ...process.env, CXX });
    expect(version).toMatch(/g\+\+ 99$/);
    expect(call).toEqual(CXX.startsWith('ccache') ? ['ccache', 'g++'] : ['g++', '-m64', '-DX=a b']);
  });

  it('takes the compiler that CXX names where its path has spaces', async () => {
    const folder = join(temporaryFolder(), 'my tools');
    onlyPrograms(folder, { 'g++': 'echo "g++ 99"' });
    const CXX = join(folder, 'bin', 'g++');
    expect((await findCompiler({ ...process.env, CXX })).call).toEqual([CXX]);
  });

  it('says that the compiler that CXX names does not run', async () => {
    onlyPrograms(temporaryFolder(), COMPILER);
    await expect(findCompiler({ ...process.env, CXX: 'ccache clang++-99' })).rejects.toThrow(
      'expected ccache clang++-99 (from CXX) to run, got no compiler',
    );
  });

  it('asks for the version that is pinned, and tells what it takes where none is', async () => {
    const cache = temporaryFolder();
    const wheels = temporaryFolder();
    await fakeWheel(wheels);
    const python3 = `case "$*" in *--version) ${PIP};; *) echo "$*" >> "${cache}/asked"; for last; do :; done; [ "$last" = tensorflow-cpu ] || { echo "No matching distribution" >&2; exit 1; }; while [ "$1" != --dest ]; do shift; done; /bin/mkdir -p "$2"; /bin/cp "${wheels}"/*.whl "$2";; esac`;
    onlyPrograms(temporaryFolder(), { ...COMPILER, python3 });
    const { printed } = await command('--cache', cache, '--tfjs-node', join(cache, 'nowhere.tgz'));
    const asked = readFileSync(join(cache, 'asked'), 'utf8').split('\n');
    expect(asked[0]).toMatch(/--python-version 3\.11 .*tensorflow-cpu==2\.21\.0$/);
    expect(printed).toMatch(
      /no checksum is pinned for tensorflow_cpu-2\.99\.0-.*\.whl: SHA-256 [0-9a-f]{64}/,
    );
    expect(printed).toContain('nowhere.tgz: expected a file, got nothing there');
  });

  it('says that there is no pip', async () => {
    const cache = temporaryFolder();
    onlyPrograms(temporaryFolder(), COMPILER);
    const { status, printed } = await command('--cache', cache);
    expect(status).toBe(1);
    expect(printed).toContain('pip: expected python3 -m pip, pip3 or pip to run, got none of them.');
    expect(printed).toContain('--wheel FILE');
    expect(leftIn(cache)).toEqual([]);
  });

  it('says that pip has no such wheel, with any Python', async () => {
    const cache = temporaryFolder();
    const python3 = `case "$*" in *--version) ${PIP};; *) echo "$*" >> "${cache}/asked"; echo "ERROR: No matching distribution found for tensorflow-cpu==9.9.9" >&2; exit 1;; esac`;
    onlyPrograms(temporaryFolder(), { ...COMPILER, python3 });
    const { status, printed } = await command('--cache', cache, '--tensorflow', '9.9.9');
    expect(status).toBe(1);
    expect(printed).toContain('pip download tensorflow-cpu==9.9.9: expected a wheel for this platform');
    expect(printed).toContain('No matching distribution found');
    expect(timesAsked(cache)).toBeGreaterThan(3);
    expect(leftIn(cache)).toEqual([]);
  });

  it('says that the network is not there without asking for every Python', async () => {
    const cache = temporaryFolder();
    const python3 = `case "$*" in *-m*pip*--version) ${PIP};; *) echo x >> "${cache}/asked"; echo "WARNING: Retrying (Retry(total=0)) after connection broken" >&2; echo "ERROR: No matching distribution found" >&2; exit 1;; esac`;
    onlyPrograms(temporaryFolder(), { ...COMPILER, python3 });
    const { printed } = await command('--cache', cache);
    expect(printed).toContain('connection broken');
    expect(timesAsked(cache)).toBe(1);
    expect(printed).toContain('Check the version and the network');
  });

  it('says that the disk is full where pip says so', async () => {
    const python3 = `case "$*" in *--version) ${PIP};; *) echo "OSError: No space left on device" >&2; exit 1;; esac`;
    onlyPrograms(temporaryFolder(), { ...COMPILER, python3 });
    const { printed } = await command('--cache', temporaryFolder());
    expect(printed).toContain('Free some disk space, or choose another place with --cache DIR and TMPDIR.');
  });

  it('says which signal ended a program', async () => {
    onlyPrograms(temporaryFolder(), { npm: 'kill -KILL $$' });
    const folder = temporaryFolder();
    await expect(fetchTfjsNode(join(folder, 'out'), undefined, folder, [])).rejects.toThrow(
      'got it was ended by SIGKILL.',
    );
  });

  it('says that the wheel is not there', async () => {
    const cache = temporaryFolder();
    onlyPrograms(temporaryFolder(), COMPILER);
    const { printed } = await command('--cache', cache, '--wheel', join(cache, WHEEL_NAME));
    expect(printed).toContain('expected a file, got nothing there');
    expect(leftIn(cache)).toEqual([]);
  });

  it("says that tfjs-node's sources cannot be had", async () => {
    const folder = temporaryFolder();
    const fetch = () => fetchTfjsNode(join(folder, 'out'), undefined, folder, []);
    onlyPrograms(temporaryFolder(), {});
    await expect(fetch()).rejects.toThrow(
      "npm pack @tensorflow/tfjs-node@4.22.0: expected tfjs-node's sources, got no npm on this machine.",
    );
    onlyPrograms(temporaryFolder(), { npm: 'echo "npm error network down" >&2; exit 1' });
    await expect(fetch()).rejects.toThrow('got npm error network down.');
  });

  it('takes the sources of a tfjs-node that is installed, and only what it needs of them', async () => {
    const root = installedPackage({
      'binding/tfjs_binding.cc': 'the binding',
      'dist/kernels/Abs.js': 'a kernel',
      'dist/kernels/Abs_test.js': 'its test',
      'README.md': 'its readme',
    });
    const target = join(temporaryFolder(), 'tfjs-node');
    onlyPrograms(temporaryFolder(), {});
    await fetchTfjsNode(target, undefined, temporaryFolder(), [root]);
    expect(filesIn(target)).toEqual(['binding/tfjs_binding.cc', 'dist/kernels/Abs.js', 'package.json']);
  });

  it('does not take the sources of another version', async () => {
    const root = installedPackage({
      'package.json': '{ "name": "@tensorflow/tfjs-node", "version": "4.21.0" }',
      'binding/tfjs_binding.cc': 'an older binding',
    });
    const folder = temporaryFolder();
    onlyPrograms(temporaryFolder(), {});
    await expect(fetchTfjsNode(join(folder, 'out'), undefined, folder, [root])).rejects.toThrow('no npm');
  });

  it("refuses a tarball that is not tfjs-node's", async () => {
    const folder = temporaryFolder();
    const tarball = join(folder, 'tfjs-node.tgz');
    writeFileSync(tarball, 'something else');
    await expect(fetchTfjsNode(join(folder, 'out'), tarball, folder)).rejects.toThrow('got another checksum');
  });

  it('says that the cache cannot be written to', async () => {
    const file = join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    onlyPrograms(temporaryFolder(), COMPILER);
    const { printed } = await command('--cache', file);
    expect(printed).toMatch(
      /cache folder .*expected a folder that can be written to, got ENOTDIR\. Choose another/,
    );
  });

  it('says that the disk is full before it fills it', () => {
    expect(() => prepareFolder(temporaryFolder(), 1e18)).toThrow(
      /expected 1000000000000 MB of free disk space, got \d+ MB\. Free some/,
    );
  });

  it('does not build again what is there and whole', async () => {
    const cache = temporaryFolder();
    const folder = await fakeBuild(cache, '2.99.0');
    onlyPrograms(temporaryFolder(), {});
    const { status, printed } = await command('--cache', cache, '--tensorflow', '2.99.0');
    expect(status).toBe(0);
    expect(printed).toContain(`TensorFlow 2.99.0 is there already (--force builds it again): ${folder}`);
  });

  it('does not take another version for the one that is asked for', async () => {
    const cache = temporaryFolder();
    await fakeBuild(cache, '2.98.0');
    onlyPrograms(temporaryFolder(), {});
    const { printed } = await command('--cache', cache, '--tensorflow', '2.99.0');
    expect(printed).toContain('C++ compiler: expected');
  });

  it('does build again what is there and damaged', async () => {
    const cache = temporaryFolder();
    const folder = await fakeBuild(cache, '2.99.0');
    writeFileSync(join(folder, 'tfjs_binding.node'), 'cut');
    onlyPrograms(temporaryFolder(), {});
    expect((await command('--cache', cache)).printed).toContain('C++ compiler: expected');
  });

  it('clears away what a killed build left, and nothing of one that runs', async () => {
    const cache = temporaryFolder();
    const running = `.building-${process.ppid}`;
    mkdirSync(join(buildsFolder(cache), running), { recursive: true });
    mkdirSync(join(buildsFolder(cache), '.building-999999999'), { recursive: true });
    onlyPrograms(temporaryFolder(), COMPILER);
    await command('--cache', cache, '--wheel', join(cache, WHEEL_NAME));
    expect(leftIn(cache)).toEqual([running]);
  });
});

describe('compiling', () => {
  const input = {
    compiler: { call: ['ccache', 'g++'] as const, version: 'g++ 99' },
    sources: ['a.cc'],
    includeFolders: [],
    libraries: [],
    napiVersion: 8,
    output: 'b.node',
  };

  it('calls the compiler with all its words', async () => {
    const folder = temporaryFolder();
    onlyPrograms(folder, { ccache: `echo "$*" > "${folder}/called"` });
    await compileAddon(input);
    expect(readFileSync(join(folder, 'called'), 'utf8')).toMatch(/^g\+\+ -std=c\+\+17 .*a\.cc -o b\.node/);
  });

  it('says the errors of a failure, and not what stands around them', async () => {
    const said = ['a.cc: In function f:', 'a.cc:1: error: no x', 'note: y', 'a.cc:2: error: no z'];
    onlyPrograms(temporaryFolder(), { ccache: `printf '%s\\n' '${said.join("' '")}' >&2; exit 1` });
    await expect(compileAddon(input)).rejects.toThrow(
      'compiling b.node with g++ 99: expected no errors, got a.cc:1: error: no x | a.cc:2: error: no z.',
    );
  });
});

describe('platforms', () => {
  it.each([
    ['linux', 'x64', false, true],
    ['linux', 'arm64', false, true],
    ['darwin', 'arm64', false, true],
    ['linux', 'x64', true, false],
    ['linux', 'ia32', false, false],
    ['win32', 'x64', false, false],
  ] as const)('%s on %s, with musl: %s', (platform, arch, musl, supported) => {
    const check = (): void => assertSupportedSystem(platform, arch, musl);
    if (supported) expect(check).not.toThrow();
    else expect(check).toThrow(`got ${platform} on ${arch}`);
  });

  it('ask pip for what has no CUDA in it', () => {
    expect(packageNames('linux', 'x64')).toEqual(['tensorflow-cpu']);
    expect(packageNames('linux', 'arm64')).toEqual(['tensorflow-cpu', 'tensorflow']);
  });

  it('link so that the libraries are found beside the binding', () => {
    const input = {
      compiler: { call: ['c++'] as const, version: '' },
      sources: ['a.cc'],
      includeFolders: ['/headers'],
      libraries: ['/x/libtensorflow_cc.so.2'],
      napiVersion: 8,
      output: 'b.node',
    };
    expect(compilerArguments(input, 'linux')).toEqual(
      expect.arrayContaining(['-DNAPI_VERSION=8', '-I/headers', '-Wl,-rpath,$ORIGIN', '-Wl,-z,now']),
    );
    expect(compilerArguments(input, 'darwin')).toEqual(
      expect.arrayContaining(['-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path']),
    );
  });
});
