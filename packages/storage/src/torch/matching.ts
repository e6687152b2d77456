import { DataError } from '@neutype/errors';
import { formatShape, type NdArray, sameShape, type TypedArray } from '@neutype/ndarray';
import type { PlannedModule } from './torchPlan.js';

type Tensors = ReadonlyMap<string, NdArray<TypedArray>>;

/** A module, and where its tensors begin in the file: `fc1.`. */
export type Match = readonly [module: PlannedModule, prefix: string];

/**
 * Finds each module's tensors in a file.
 *
 * @param names what the caller says of layers
 * @throws DataError where they are not there, not clear, or others are left
 */
export function matched(
  modules: readonly PlannedModule[],
  tensors: Tensors,
  names: Readonly<Record<string, string | readonly string[]>>,
): readonly Match[] {
  const said = saidBy(modules, names);
  const open = modules.filter((module) => !said.some(([each]) => each === module));
  const left = new Set(tensors.keys());
  for (const [module, prefix] of said) take(left, module, prefix);
  const own = [...said, ...open.map((module): Match => [module, module.prefix])];
  if (open.length === 0 || (hasOurNames(open, left) && fits(own, tensors))) {
    return checked(own, tensors);
  }
  const { matches, missing } = matchedByShape(open, tensors, left);
  if (missing.length > 0 && hasOurNames(open, left)) return checked(own, tensors);
  return checked([...said, ...matches], tensors, missing);
}

function saidBy(
  modules: readonly PlannedModule[],
  names: Readonly<Record<string, string | readonly string[]>>,
): readonly Match[] {
  return Object.entries(names).flatMap(([layer, given]) => {
    const own = modules.filter((module) => module.layer === layer);
    return own.map((planned, at): Match => {
      if (typeof given !== 'string') return [planned, prefixOf(given[at] as string)];
      const { part } = planned.module;
      return [planned, prefixOf(part === '' ? given : given === '' ? part : `${given}.${part}`)];
    });
  });
}

function prefixOf(name: string): string {
  return name === '' ? '' : `${name}.`;
}

/** Whether the file has names that `exportTorch` gives: all of them, or no others. */
function hasOurNames(modules: readonly PlannedModule[], left: ReadonlySet<string>): boolean {
  const all = new Set(modules.flatMap((module) => namesAt(module, module.prefix)));
  const required = modules.flatMap((module) => namesAt(module, module.prefix, true));
  return required.every((name) => left.has(name)) || [...left].every((name) => all.has(name));
}

function namesAt({ module }: PlannedModule, prefix: string, requiredOnly = false): readonly string[] {
  const keys = Object.keys(module.tensors);
  const wanted = requiredOnly ? keys.filter((key) => !module.optional?.includes(key)) : keys;
  return wanted.map((key) => `${prefix}${key}`);
}

function take(left: Set<string>, module: PlannedModule, prefix: string): void {
  for (const name of namesAt(module, prefix)) left.delete(name);
}

function fits(matches: readonly Match[], tensors: Tensors): boolean {
  const { missing, misshapen } = problemsOf(matches, tensors);
  return missing.length + misshapen.length === 0;
}

interface ByShape {
  readonly matches: readonly Match[];
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
  const matches: Match[] = [];
  const missing: PlannedModule[] = [];
  for (const group of bySize) {
    const prefixes = candidatesFor(group[0] as PlannedModule, tensors, left);
    if (prefixes.length < group.length) {
      missing.push(...group);
      continue;
    }
    if (prefixes.length > group.length || !differInNumbersAlone(prefixes)) throw notClear(group, prefixes);
    for (const [at, module] of group.entries()) {
      const prefix = prefixes[at] as string;
      matches.push([module, prefix]);
      take(left, module, prefix);
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
  return Object.keys((group[0] as PlannedModule).module.tensors).length;
}

/** Its required tensors, by name and shape. */
function signatureOf(planned: PlannedModule): string {
  const { tensors } = planned.module;
  return namesAt(planned, '', true)
    .map((key) => `${key} ${formatShape(tensors[key] as readonly number[])}`)
    .sort()
    .join('; ');
}

/** Where the file has just such tensors, in the order of the numbers in their names. */
function candidatesFor(
  planned: PlannedModule,
  tensors: Tensors,
  left: ReadonlySet<string>,
): readonly string[] {
  const required = namesAt(planned, '', true);
  const known = new Set(namesAt(planned, ''));
  const [first = ''] = required;
  return [...left]
    .filter((name) => name === first || name.endsWith(`.${first}`))
    .map((name) => name.slice(0, name.length - first.length))
    .filter((prefix) => {
      const others = [...left].filter(
        (name) => name.startsWith(prefix) && isDirect(name.slice(prefix.length)),
      );
      return (
        required.every((key) => left.has(`${prefix}${key}`) && hasShape(planned, key, prefix, tensors)) &&
        others.every((name) => known.has(name.slice(prefix.length)))
      );
    })
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

function isDirect(name: string): boolean {
  return !name.includes('.');
}

function hasShape({ module }: PlannedModule, key: string, prefix: string, tensors: Tensors): boolean {
  const array = tensors.get(`${prefix}${key}`);
  return array !== undefined && sameShape(array.shape, module.tensors[key] as readonly number[]);
}

function differInNumbersAlone(prefixes: readonly string[]): boolean {
  return new Set(prefixes.map((prefix) => prefix.replace(/\d+/g, '#'))).size <= 1;
}

interface Problems {
  readonly missing: readonly string[];
  readonly misshapen: readonly string[];
}

function problemsOf(matches: readonly Match[], tensors: Tensors): Problems {
  const missing: string[] = [];
  const misshapen: string[] = [];
  for (const [planned, prefix] of matches) {
    const { module, layer } = planned;
    for (const [key, shape] of Object.entries(module.tensors)) {
      const name = `${prefix}${key}`;
      const array = tensors.get(name);
      if (array === undefined && module.optional?.includes(key)) continue;
      if (array === undefined) missing.push(`${name} ${formatShape(shape)}`);
      else if (!sameShape(array.shape, shape)) {
        misshapen.push(`${name} ${formatShape(array.shape)} for ${layer}, which takes ${formatShape(shape)}`);
      }
    }
  }
  return { missing, misshapen };
}

/** The matches, if nothing is missing, left or of another shape. */
function checked(
  matches: readonly Match[],
  tensors: Tensors,
  unmatched: readonly PlannedModule[] = [],
): readonly Match[] {
  const { missing, misshapen } = problemsOf(matches, tensors);
  const left = new Set(tensors.keys());
  for (const [module, prefix] of matches) take(left, module, prefix);
  const unexpected = [...left].map(
    (name) => `${name} ${formatShape((tensors.get(name) as NdArray<TypedArray>).shape)}`,
  );
  const without = [
    ...missing,
    ...unmatched.map((planned) => `anything for ${planned.layer} (${signatureOf(planned)})`),
  ];
  const problems = [
    ...(without.length > 0 ? [`without ${listed(without)}`] : []),
    ...(unexpected.length > 0 ? [`with ${listed(unexpected)}, which no layer takes`] : []),
    ...(misshapen.length > 0 ? [`with ${listed(misshapen)}`] : []),
  ];
  if (problems.length === 0) return matches;
  throw new DataError({
    where: 'importTorch',
    expected: 'the tensors of this network',
    received: `a file ${problems.join('; ')}`,
    remedy: remedyFor(matches, unmatched),
  });
}

function remedyFor(matches: readonly Match[], unmatched: readonly PlannedModule[]): string {
  const layer = unmatched[0]?.layer ?? matches[0]?.[0].layer ?? 'relu-1';
  return `Where a module has another name, say it: { names: { '${layer}': 'fc1' } }. torchCode(network) prints the model that fits.`;
}

/** A list of which the beginning is read. */
const MOST_LISTED = 12;

function listed(texts: readonly string[]): string {
  const more = texts.length - MOST_LISTED;
  return more > 0 ? `${texts.slice(0, MOST_LISTED).join(', ')} and ${more} more` : texts.join(', ');
}

function notClear(group: readonly PlannedModule[], prefixes: readonly string[]): DataError {
  const layers = group.map(({ layer }) => layer);
  const modules = prefixes.map((prefix) => (prefix === '' ? 'the model itself' : prefix.slice(0, -1)));
  return new DataError({
    where: 'importTorch',
    expected: `names or shapes that say which module is for ${listed(layers)}`,
    received: `${listed(modules)}, which all fit`,
    remedy: `Say it: { names: { '${layers[0]}': '${modules[0]}' } }.`,
  });
}
