import { DataError } from '@neutype/errors';
import { formatShape, sameShape } from '@neutype/ndarray';
import { listed } from '../listed.js';
import { type Named, namedAsLayers, placed } from './moduleNames.js';
import type { PlannedModule } from './torchPlan.js';

/** What a file has, by name. */
type Tensors = ReadonlyMap<string, { readonly shape: readonly number[] }>;

/**
 * Finds each module's tensors in a file.
 *
 * @param strict whether each module must be there, and nothing else
 * @returns the modules with the prefixes that they have in the file
 * @throws DataError where they are not there, not clear, or others are left
 */
export function matched({ said, open }: Named, tensors: Tensors, strict = true): readonly PlannedModule[] {
  const left = new Set(tensors.keys());
  for (const module of said) take(left, module);
  const namings = namingsOf(open, left);
  if (!strict) {
    checked(said, tensors, { strict });
    const there = mostOf(namings, left) ?? matchedByShape(open, tensors, left).matches;
    return checked([...said, ...there], tensors, { strict });
  }
  const likely = namings.filter((modules) => areNamed(modules, left));
  const fitting = likely.find((modules) => fits(modules, tensors));
  if (fitting) return checked([...said, ...fitting], tensors);
  const { matches, missing } = matchedByShape(open, tensors, left);
  const [closest] = likely;
  if (missing.length > 0 && closest) return checked([...said, ...closest], tensors);
  return checked([...said, ...matches], tensors, { unmatched: missing });
}

/** What the modules may be called: as `torchWeights` calls them, as the layers, and so within a module of the file's. */
function namingsOf(
  modules: readonly PlannedModule[],
  left: ReadonlySet<string>,
): readonly (readonly PlannedModule[])[] {
  const around = commonModule([...left]);
  const namings = [modules, namedAsLayers(modules)];
  const within = namings.map((each) =>
    each.map((module) => ({ ...module, prefix: `${around}${module.prefix}` })),
  );
  return around === '' ? namings : [...namings, ...within];
}

/** The module that all of these are in: `module.`, as `DataParallel` has it. */
function commonModule(names: readonly string[]): string {
  const [first = [], ...others] = names.map((name) => name.split('.').slice(0, -1));
  const length = first.findIndex((part, at) => others.some((other) => other[at] !== part));
  return (length === -1 ? first : first.slice(0, length)).map((part) => `${part}.`).join('');
}

/** Those that are there, of the naming by which most are. */
function mostOf(
  namings: readonly (readonly PlannedModule[])[],
  left: ReadonlySet<string>,
): readonly PlannedModule[] | undefined {
  const [most] = namings
    .map((modules) => modules.filter((module) => namesOf(module, true).every((name) => left.has(name))))
    .sort((one, other) => other.length - one.length);
  return most?.length === 0 ? undefined : most;
}

/** Whether the file has modules of these names: all of them, or no others. */
function areNamed(modules: readonly PlannedModule[], left: ReadonlySet<string>): boolean {
  const all = new Set(modules.flatMap((module) => namesOf(module)));
  const required = modules.flatMap((module) => namesOf(module, true));
  return required.every((name) => left.has(name)) || [...left].every((name) => all.has(name));
}

function namesOf({ module, prefix }: PlannedModule, requiredOnly = false): readonly string[] {
  return keysOf(module, requiredOnly).map((key) => `${prefix}${key}`);
}

function keysOf(module: PlannedModule['module'], requiredOnly = false): readonly string[] {
  const keys = Object.keys(module.tensors);
  return requiredOnly ? keys.filter((key) => !module.optional?.includes(key)) : keys;
}

function take(left: Set<string>, module: PlannedModule): void {
  for (const name of namesOf(module)) left.delete(name);
}

function fits(modules: readonly PlannedModule[], tensors: Tensors): boolean {
  const { missing, misshapen } = problemsOf(modules, tensors);
  return missing.length + misshapen.length === 0;
}

interface ByShape {
  readonly matches: readonly PlannedModule[];
  readonly missing: readonly PlannedModule[];
}

/** Modules with most tensors first, so that parts of theirs are not taken for modules of their own. */
function matchedByShape(
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

/** Its required tensors, by name and shape. */
function signatureOf({ module }: PlannedModule): string {
  return keysOf(module, true)
    .map((key) => `${key} ${formatShape(module.tensors[key] as readonly number[])}`)
    .sort()
    .join(', ');
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
function checked(
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
