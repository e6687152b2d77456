import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildName, buildsFolder, NAPI_VERSION, neutypeCacheFolder } from '../runtime/cacheFolder.js';
import { findBuilds } from '../runtime/installations.js';
import { findDamage, recordFile, writeManifest } from '../runtime/manifest.js';
import { QUIET_ADDON } from '../runtime/quietly.js';
import { fetchTfjsNode, TFJS_NODE_VERSION } from './bindingSources.js';
import { type Compiler, compileAddon, findCompiler } from './compiler.js';
import { applyPatches } from './patches.js';
import { CHOSEN, checksumOfWheel, type WheelChecksum } from './pinnedWheels.js';
import { downloadWheel, findPip } from './pip.js';
import { assertSupportedSystem, prepareFolder } from './platform.js';
import { tryBinding } from './tryBinding.js';
import { unpackWheel, versionOfWheel } from './wheel.js';

/** What to build, and where. */
export interface BuildOptions {
  /** The version of TensorFlow, such as `2.20.0`; by default the one that this package was tried with, 2.21.0. */
  readonly tensorflow?: string | undefined;
  /** A wheel that is there already, in place of a download. */
  readonly wheel?: string | undefined;
  /** tfjs-node's tarball, in place of a download. */
  readonly tfjsNode?: string | undefined;
  /** Neutype's cache folder; by default the one that the backend looks in. */
  readonly cache?: string | undefined;
  /** Build again what is there and whole. */
  readonly force?: boolean | undefined;
}

/** What came of it. */
export interface BuildResult {
  readonly folder: string;
  readonly tensorflow: string;
  /** Whether it was there already. */
  readonly reused: boolean;
}

/**
 * Makes tfjs-node's binding against the TensorFlow of a `tensorflow-cpu` wheel.
 *
 * The build is made in a folder of its own and renamed when it is complete, tried and recorded: nothing half-built is
 * ever found by the backend.
 *
 * @param report is told of each stage
 * @throws BuildError with what is missing and what to do
 */
export async function buildBinding(
  options: BuildOptions = {},
  report: (stage: string) => void = () => {},
): Promise<BuildResult> {
  assertSupportedSystem();
  const cache = options.cache ?? neutypeCacheFolder();
  const existing = options.force ? undefined : await existingBuild(cache, options);
  if (existing) return existing;

  const compiler = await findCompiler();
  const parent = buildsFolder(cache);
  prepareFolder(parent);
  removeAbandoned(parent);
  const work = join(parent, `.building-${process.pid}`);
  try {
    const tensorflow = await buildIn(work, compiler, options, report);
    const folder = join(parent, buildName(tensorflow));
    putInPlace(join(work, 'build'), folder, work);
    return { folder, tensorflow, reused: false };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A whole build of what was asked for; of anything, if nothing in particular was. */
async function existingBuild(
  cache: string,
  { tensorflow, wheel }: BuildOptions,
): Promise<BuildResult | undefined> {
  const wanted = wheel === undefined ? tensorflow : versionOfWheel(wheel);
  for (const { folder, manifest } of findBuilds(cache)) {
    if (wanted !== undefined && manifest!.tensorflow !== wanted) continue;
    if ((await findDamage(folder, manifest!)) === undefined) {
      return { folder, tensorflow: manifest!.tensorflow, reused: true };
    }
  }
  return undefined;
}

/** Makes everything in `work/build`; scratch goes beside it. Returns TensorFlow's version. */
async function buildIn(
  work: string,
  compiler: Compiler,
  options: BuildOptions,
  report: (stage: string) => void,
): Promise<string> {
  const build = join(work, 'build');
  const scratch = (name: string): string => join(work, name);
  prepareFolder(build);

  report(`1/5 TensorFlow's wheel: ${options.wheel ?? 'downloading with pip (some 280 MB)'}`);
  const wheel = options.wheel ?? (await downloadWheel(await findPip(), scratch('wheel'), options.tensorflow));
  report(checksumLine(wheel, await checksumOfWheel(wheel)));
  report('2/5 unpacking the C library (850 MB) and its headers');
  const { version, libraries, includeFolder } = await unpackWheel(wheel, build, scratch('headers'));
  rmSync(scratch('wheel'), { recursive: true, force: true });

  report(`3/5 tfjs-node ${TFJS_NODE_VERSION}: its binding and kernels`);
  const tfjsNode = join(build, 'tfjs-node');
  await fetchTfjsNode(tfjsNode, options.tfjsNode, scratch('npm'));
  const sources = join(tfjsNode, 'binding');
  applyPatches(sources);

  report(`4/5 compiling with ${compiler.version}`);
  const binding = join(build, 'tfjs_binding.node');
  const common = { compiler, napiVersion: NAPI_VERSION };
  await compileAddon({
    ...common,
    sources: ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(sources, name)),
    includeFolders: [nodeHeaders(), includeFolder],
    libraries,
    output: binding,
  });
  await compileAddon({
    ...common,
    sources: [fileURLToPath(new URL('../../native/quiet_stderr.cc', import.meta.url))],
    includeFolders: [nodeHeaders()],
    libraries: [],
    output: join(build, QUIET_ADDON),
  });

  report('5/5 trying it and recording checksums');
  await tryBinding(binding);
  await record(build, version, compiler);
  return version;
}

function checksumLine(wheel: string, { sha256, isPinned }: WheelChecksum): string {
  const name = basename(wheel);
  if (isPinned) return `    ${name} has the checksum that is pinned for it`;
  return (
    `    no checksum is pinned for ${name}: SHA-256 ${sha256}\n` +
    `    Compare it with https://pypi.org/project/tensorflow-cpu/#files, or take TensorFlow ${CHOSEN.tensorflow}.`
  );
}

function nodeHeaders(): string {
  const headers = createRequire(import.meta.url)('node-api-headers') as { include_dir: string };
  return headers.include_dir;
}

async function record(build: string, tensorflow: string, compiler: Compiler): Promise<void> {
  const files = filesIn(build);
  const records = await Promise.all(
    files.map(async (path) => [path, await recordFile(join(build, path))] as const),
  );
  writeManifest(build, {
    format: 1,
    tensorflow,
    tfjsNode: TFJS_NODE_VERSION,
    napi: NAPI_VERSION,
    platform: process.platform,
    arch: process.arch,
    compiler: compiler.version,
    builtAt: new Date().toISOString(),
    files: Object.fromEntries(records),
  });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.split(sep).join('/'))
    .sort();
}

/** Moves a finished build to its place; one that was there before goes once the new one has come. */
function putInPlace(finished: string, place: string, work: string): void {
  if (existsSync(place)) renameSync(place, join(work, 'previous'));
  renameSync(finished, place);
}

/** Folders of builds whose process is gone, killed in the middle. */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = /^\.building-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
