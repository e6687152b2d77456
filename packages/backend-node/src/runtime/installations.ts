import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildsFolder, NAPI_VERSION } from './cacheFolder.js';
import { type BuildManifest, readManifest } from './manifest.js';
import { type SearchPlaces, usualPlaces } from './searchPlaces.js';

/** A place that holds tfjs-node's kernels and a binding to TensorFlow. */
export interface Installation {
  /** `build`: made by `neutype-node-build`; `package`: tfjs-node as npm installed it, with the binary it downloaded. */
  readonly kind: 'build' | 'package';
  readonly folder: string;
  /** The native addon. */
  readonly binding: string;
  /** tfjs-node's compiled JavaScript. */
  readonly kernels: string;
  /** Of a build. */
  readonly manifest?: BuildManifest;
}

/** All installations, the one to use first: builds, the latest made first, then tfjs-node's own. */
export function findInstallations(places: SearchPlaces = usualPlaces()): Installation[] {
  return [...findBuilds(places.cacheFolder), ...findPackages(places.packageRoots)];
}

/** The finished builds of this platform, the latest made first. A folder without a manifest is none. */
export function findBuilds(cacheFolder: string): Installation[] {
  const parent = buildsFolder(cacheFolder);
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .map((name) => join(parent, name))
    .flatMap((folder) => {
      const manifest = readManifest(folder);
      return manifest ? [buildAt(folder, manifest)] : [];
    })
    .filter(({ manifest }) => manifest.napi === NAPI_VERSION)
    .sort((a, b) => (a.manifest.builtAt < b.manifest.builtAt ? 1 : -1));
}

function buildAt(folder: string, manifest: BuildManifest): Installation & { manifest: BuildManifest } {
  return {
    kind: 'build',
    folder,
    binding: join(folder, 'tfjs_binding.node'),
    kernels: join(folder, 'tfjs-node', 'dist'),
    manifest,
  };
}

/** Installed copies of `@tensorflow/tfjs-node`, whether or not their binary is there. */
function findPackages(roots: readonly string[]): Installation[] {
  return installedCopies(roots).map((folder) => ({
    kind: 'package' as const,
    folder,
    binding: join(folder, 'lib', `napi-v${NAPI_VERSION}`, 'tfjs_binding.node'),
    kernels: join(folder, 'dist'),
  }));
}

/** The folders of `@tensorflow/tfjs-node` as it is resolved from these roots. */
export function installedCopies(roots: readonly string[] = usualPlaces().packageRoots): string[] {
  const folders = roots.flatMap((root) => {
    try {
      return [
        dirname(createRequire(join(root, 'package.json')).resolve('@tensorflow/tfjs-node/package.json')),
      ];
    } catch {
      return [];
    }
  });
  return [...new Set(folders)];
}

/** The version of tfjs-node that an installation has. */
export function tfjsNodeVersion(installation: Installation): string {
  const { version } = JSON.parse(readFileSync(join(installation.kernels, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
