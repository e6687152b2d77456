import type { BackendDiagnosis } from '@neutype/core';
import { checkFlag, checkOptions } from '@neutype/errors';
import { loadedTensorflow } from './runtime/activate.js';
import { inspectInstallations } from './runtime/inspect.js';
import { type Installation, tfjsNodeVersion } from './runtime/installations.js';
import { processorFeatures } from './runtime/processor.js';
import { type SearchPlaces, usualPlaces } from './runtime/searchPlaces.js';

/** Everything that is known of this backend here, for bug reports. */
export interface NodeBackendDiagnosis extends BackendDiagnosis {
  /** The folders that were looked through. */
  readonly searched: readonly string[];
  /** Where the library that would be used is. */
  readonly found?: string;
  readonly versions: { readonly node: string; readonly tensorflow?: string; readonly tfjsNode?: string };
  /** Instruction sets that TensorFlow chooses kernels by; absent where the system does not tell. */
  readonly processor?: readonly string[];
}

/**
 * Looks for native TensorFlow without loading it.
 *
 * @param options `thorough` compares every file of a build with its checksum, which reads some 850 MB
 */
export async function diagnoseNodeBackend(
  options: { readonly thorough?: boolean; readonly places?: SearchPlaces } = {},
): Promise<NodeBackendDiagnosis> {
  checkOptions('diagnoseNodeBackend', options, ['thorough', 'places']);
  if (options.thorough !== undefined) {
    checkFlag('diagnoseNodeBackend, option thorough', options.thorough);
  }
  const places = options.places ?? usualPlaces();
  const inspection = await inspectInstallations(places, options);
  const processor = processorFeatures();
  const common = {
    name: 'node',
    searched: [places.cacheFolder, ...places.packageRoots],
    ...(processor && { processor }),
  };
  if ('reason' in inspection) {
    const { reason, remedy } = inspection;
    return { ...common, available: false, detail: reason, remedy, versions: { node: process.versions.node } };
  }
  const { installation } = inspection;
  const versions = versionsOf(installation);
  return {
    ...common,
    available: true,
    detail: describe(installation, versions, processor),
    found: installation.folder,
    versions,
  };
}

function versionsOf(installation: Installation): NodeBackendDiagnosis['versions'] {
  const tensorflow = installation.manifest?.tensorflow ?? loadedTensorflow();
  return {
    node: process.versions.node,
    tfjsNode: tfjsNodeVersion(installation),
    ...(tensorflow !== undefined && { tensorflow }),
  };
}

function describe(
  { kind, folder }: Installation,
  { tensorflow, tfjsNode, node }: NodeBackendDiagnosis['versions'],
  processor: readonly string[] | undefined,
): string {
  const library = tensorflow === undefined ? 'TensorFlow' : `TensorFlow ${tensorflow}`;
  const origin = kind === 'build' ? 'built' : 'as npm installed it';
  const features = processor?.length ? `, processor with ${processor.join(' ')}` : '';
  return `${library} through tfjs-node ${tfjsNode} (${origin}) in ${folder}, Node ${node}${features}`;
}
