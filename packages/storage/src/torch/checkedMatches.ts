import { DataError } from '@neutype/errors';
import { formatShape, sameShape } from '@neutype/ndarray';
import { listed } from '../listed.js';
import { namesOf, signatureOf, type Tensors } from './moduleTensors.js';
import type { PlannedModule } from './torchPlan.js';

/** Whether a file has all that the modules need, in the shapes that they need. */
export function fits(modules: readonly PlannedModule[], tensors: Tensors): boolean {
  const { missing, misshapen } = problemsOf(modules, tensors);
  return missing.length + misshapen.length === 0;
}

interface Problems {
  readonly missing: readonly string[];
  readonly misshapen: readonly string[];
}

function problemsOf(modules: readonly PlannedModule[], tensors: Tensors): Problems {
  const missing: string[] = [];
  const misshapen: string[] = [];
  for (const { layer, module, prefix } of modules) {
    for (const [key, shape] of Object.entries(module.tensors)) {
      const name = `${prefix}${key}`;
      const found = tensors.get(name);
      if (found === undefined && module.optional?.includes(key)) continue;
      if (found === undefined) missing.push(`${name} ${formatShape(shape)}`);
      else if (!sameShape(found.shape, shape)) {
        misshapen.push(`${name} ${formatShape(found.shape)} for ${layer}, which takes ${formatShape(shape)}`);
      }
    }
  }
  return { missing, misshapen };
}

interface Strictness {
  /** Modules that the file has nothing for. */
  readonly unmatched?: readonly PlannedModule[];
  /** Whether the file may have nothing else. */
  readonly strict?: boolean;
}

/** The modules, if nothing is missing, left or of another shape. */
export function checked(
  modules: readonly PlannedModule[],
  tensors: Tensors,
  { unmatched = [], strict = true }: Strictness = {},
): readonly PlannedModule[] {
  const { missing, misshapen } = problemsOf(modules, tensors);
  const left = new Map(tensors);
  for (const name of modules.flatMap((module) => namesOf(module))) left.delete(name);
  const unexpected = [...left].map(([name, { shape }]) => `${name} ${formatShape(shape)}`);
  const without = [
    ...missing,
    ...unmatched.map((planned) => `anything for ${planned.layer} (${signatureOf(planned)})`),
  ];
  const problems = [
    ...(without.length > 0 ? [`without ${listed(without)}`] : []),
    ...(strict && unexpected.length > 0 ? [`with ${listed(unexpected)}, which no layer takes`] : []),
    ...(misshapen.length > 0 ? [`with ${listed(misshapen)}`] : []),
  ];
  if (problems.length === 0) return modules;
  const layer = unmatched[0]?.layer ?? modules[0]?.layer ?? 'relu-1';
  throw new DataError({
    where: 'importTorchWeights',
    expected: 'the tensors of this network',
    received: `a file ${problems.join('; ')}`,
    remedy: `Where a module has another name, say it: { names: { '${layer}': 'fc1' } }. torchCode(network) prints the model that fits.`,
  });
}
