import { nearestName, OptionError, outOf, shown } from '@neutype/errors';
import type { PlannedModule } from './torchPlan.js';

/**
 * Which modules of PyTorch's are for layers: `{ 'relu-1': 'fc1' }` is `fc1.weight` and `fc1.bias`. A list for a layer that is
 * several modules, such as `separableConv2d`; also for `multiHeadAttention` that is dense layers there: four for queries, keys,
 * values and outputs, or two, the first for queries, keys and values in one.
 */
export type ModuleNames = Readonly<Record<string, string | readonly string[]>>;

/** Modules whose names are given, and the others. */
export interface Named {
  readonly said: readonly PlannedModule[];
  readonly open: readonly PlannedModule[];
}

/** @throws OptionError for a layer that there is not, or names that are not as many as its modules */
export function named(where: string, modules: readonly PlannedModule[], names: ModuleNames): Named {
  checkLayers(where, modules, names);
  return {
    said: Object.entries(names).flatMap(([layer, given]) => {
      const own = modules.filter((module) => module.layer === layer);
      return Array.isArray(given) ? listed(where, own, given) : own.map((each) => at(each, given as string));
    }),
    open: modules.filter(({ layer }) => !Object.hasOwn(names, layer)),
  };
}

/** The modules called as the layers are: `layer1.0.conv1`. */
export function namedAsLayers(modules: readonly PlannedModule[]): readonly PlannedModule[] {
  return modules.map((module) => at(module, module.layer));
}

/** The module with a prefix that is its name. */
export function placed(module: PlannedModule, name: string): PlannedModule {
  return { ...module, prefix: name === '' ? '' : `${name}.` };
}

/** As `placed`, a part of a layer with its name behind the layer's. */
function at(planned: PlannedModule, name: string): PlannedModule {
  const { part } = planned.module;
  return placed(planned, part === '' || name === '' ? `${name}${part}` : `${name}.${part}`);
}

function listed(
  where: string,
  own: readonly PlannedModule[],
  given: readonly string[],
): readonly PlannedModule[] {
  const [only] = own as readonly [PlannedModule];
  const apart = (only.module.apart ?? []).map((modules) => modules.map((module) => ({ ...only, module })));
  const fitting = [own, ...apart].find((modules) => modules.length === given.length);
  if (fitting) return fitting.map((module, index) => placed(module, given[index] as string));
  throw new OptionError({
    where: `${where}, option names, ${only.layer}`,
    expected: own.length === 1 ? 'the name of a module' : `the name of a module, or of ${own.length}`,
    received: shown(given),
  });
}

function checkLayers(where: string, modules: readonly PlannedModule[], names: ModuleNames): void {
  const known = [...new Set(modules.map(({ layer }) => layer))];
  for (const [layer, given] of Object.entries(names)) {
    if (!known.includes(layer)) {
      const nearest = nearestName(layer, known);
      throw new OptionError({
        where: `${where}, option names`,
        ...outOf('name', known, nearest && `Did you mean '${nearest}'?`),
        received: shown(layer),
      });
    }
    const all: readonly unknown[] = Array.isArray(given) ? given : [given];
    if (all.every((name) => typeof name === 'string')) continue;
    throw new OptionError({
      where: `${where}, option names, ${layer}`,
      expected: 'the name of a module',
      received: shown(given),
    });
  }
}
