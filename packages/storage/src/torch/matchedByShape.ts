import { DataError } from '@neutype/errors';
import { listed } from '../listed.js';
import { fits } from './checkedMatches.js';
import { placed } from './moduleNames.js';
import { keysOf, namesOf, signatureOf, type Tensors, take } from './moduleTensors.js';
import type { PlannedModule } from './torchPlan.js';

interface ByShape {
  readonly matches: readonly PlannedModule[];
  readonly missing: readonly PlannedModule[];
}

/** Modules with most tensors first, so that parts of theirs are not taken for modules of their own. */
export function matchedByShape(
  modules: readonly PlannedModule[],
  tensors: Tensors,
  names: ReadonlySet<string>,
): ByShape {
  const left = new Set(names);
  const bySize = groupsOf(modules).sort((one, other) => tensorCount(other) - tensorCount(one));
  const matches: PlannedModule[] = [];
  const missing: PlannedModule[] = [];
  for (const group of bySize) {
    const found = candidatesFor(group[0] as PlannedModule, tensors, left);
    if (found.length < group.length) {
      missing.push(...group);
      continue;
    }
    if (found.length > group.length || !differInNumbersAlone(found)) throw notClear(group, found);
    for (const [at, module] of group.entries()) {
      const match = placed(module, found[at] as string);
      matches.push(match);
      take(left, match);
    }
  }
  return { matches, missing };
}

/** Modules that are alike. */
function groupsOf(modules: readonly PlannedModule[]): PlannedModule[][] {
  const groups = new Map<string, PlannedModule[]>();
  for (const module of modules) {
    const signature = signatureOf(module);
    groups.set(signature, [...(groups.get(signature) ?? []), module]);
  }
  return [...groups.values()];
}

function tensorCount(group: readonly PlannedModule[]): number {
  return keysOf((group[0] as PlannedModule).module).length;
}

/** The names of modules that have just such tensors, in the order of the numbers in them. */
function candidatesFor(
  { layer, module }: PlannedModule,
  tensors: Tensors,
  left: ReadonlySet<string>,
): readonly string[] {
  const [first = ''] = keysOf(module, true);
  const known = new Set(keysOf(module));
  return [...left]
    .filter((name) => name === first || name.endsWith(`.${first}`))
    .map((name) => name.slice(0, -first.length - 1))
    .filter((name) => {
      const match = placed({ layer, module, prefix: '' }, name);
      const { prefix } = match;
      const direct = [...left]
        .filter((each) => each.startsWith(prefix))
        .map((each) => each.slice(prefix.length))
        .filter((key) => !key.includes('.'));
      return (
        namesOf(match, true).every((each) => left.has(each)) &&
        fits([match], tensors) &&
        direct.every((key) => known.has(key))
      );
    })
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

function differInNumbersAlone(names: readonly string[]): boolean {
  return new Set(names.map((name) => name.replace(/\d+/g, '#'))).size <= 1;
}

function notClear(group: readonly PlannedModule[], names: readonly string[]): DataError {
  const layers = group.map(({ layer }) => layer);
  const modules = names.map((name) => (name === '' ? 'the model itself' : name));
  return new DataError({
    where: 'importTorchWeights',
    expected: `names or shapes that say which module is for ${listed(layers)}`,
    received: `${listed(modules)}, which all fit`,
    remedy: `Say it: { names: { '${layers[0]}': '${names[0]}' } }.`,
  });
}
