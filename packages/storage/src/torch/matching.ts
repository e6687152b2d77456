import { checked, fits } from './checkedMatches.js';
import { matchedByShape } from './matchedByShape.js';
import { type Named, namedAsLayers } from './moduleNames.js';
import { namesOf, type Tensors, take } from './moduleTensors.js';
import type { PlannedModule } from './torchPlan.js';

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
