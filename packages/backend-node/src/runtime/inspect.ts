import { existsSync } from 'node:fs';
import { findInstallations, type Installation } from './installations.js';
import { findDamage } from './manifest.js';
import { processorSuffices } from './processor.js';
import { type SearchPlaces, usualPlaces } from './searchPlaces.js';

export const BUILD_COMMAND = 'npx neutype-node-build';

/** The installation to use, or why there is none. */
export type Inspection =
  | { readonly installation: Installation }
  | { readonly reason: string; readonly remedy: string };

/**
 * Chooses the installation to use, without loading TensorFlow: the first whose files are all there and are those that
 * were built.
 *
 * @param thorough hash every file of a build, also those that look untouched
 */
export async function inspectInstallations(
  places: SearchPlaces = usualPlaces(),
  { thorough = false }: { readonly thorough?: boolean } = {},
): Promise<Inspection> {
  if (!nodeSuffices()) {
    return { reason: `Node ${process.versions.node} is too old`, remedy: 'Use Node 20.19 or newer.' };
  }
  if (!processorSuffices()) {
    return {
      reason: 'this processor has no AVX, which TensorFlow needs',
      remedy: "Use the cpu backend: import '@neutype/backend-cpu'.",
    };
  }
  const failures: { readonly reason: string; readonly remedy: string }[] = [];
  for (const installation of findInstallations(places)) {
    const failure = await faultOf(installation, places, thorough);
    if (!failure) return { installation };
    failures.push(failure);
  }
  return (
    failures[0] ?? {
      reason: `no build in ${places.cacheFolder} and no @tensorflow/tfjs-node`,
      remedy: `Run ${BUILD_COMMAND} (takes the library from the tensorflow-cpu wheel), or install @tensorflow/tfjs-node.`,
    }
  );
}

/** Whether this Node has the Node-API version of the binding, and everything else that this package uses. */
export function nodeSuffices(version: string = process.versions.node): boolean {
  const [major, minor] = version.split('.').map(Number) as [number, number];
  return major > 20 || (major === 20 && minor >= 19);
}

async function faultOf(
  { folder, binding, manifest }: Installation,
  { cacheFolder }: SearchPlaces,
  thorough: boolean,
): Promise<{ reason: string; remedy: string } | undefined> {
  if (manifest) {
    const damage = await findDamage(folder, manifest, { thorough });
    return damage === undefined
      ? undefined
      : { reason: `the build in ${folder} is damaged: ${damage}`, remedy: `Run ${BUILD_COMMAND} --force.` };
  }
  if (existsSync(binding)) return undefined;
  return {
    reason: `no build in ${cacheFolder}, and @tensorflow/tfjs-node came without its binary, which it downloads while it is installed`,
    remedy: `Run ${BUILD_COMMAND} (takes the library from the tensorflow-cpu wheel).`,
  };
}
