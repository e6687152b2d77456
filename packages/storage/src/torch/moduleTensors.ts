import { formatShape } from '@neutype/ndarray';
import type { PlannedModule } from './torchPlan.js';

/** What a file has, by name. */
export type Tensors = ReadonlyMap<string, { readonly shape: readonly number[] }>;

/** The names that a module's tensors have in a file. */
export function namesOf({ module, prefix }: PlannedModule, requiredOnly = false): readonly string[] {
  return keysOf(module, requiredOnly).map((key) => `${prefix}${key}`);
}

/** The names of its tensors within it. */
export function keysOf(module: PlannedModule['module'], requiredOnly = false): readonly string[] {
  const keys = Object.keys(module.tensors);
  return requiredOnly ? keys.filter((key) => !module.optional?.includes(key)) : keys;
}

/** Its required tensors, by name and shape. */
export function signatureOf({ module }: PlannedModule): string {
  return keysOf(module, true)
    .map((key) => `${key} ${formatShape(module.tensors[key] as readonly number[])}`)
    .sort()
    .join(', ');
}

/** Takes the names of a module's tensors from those that are left. */
export function take(left: Set<string>, module: PlannedModule): void {
  for (const name of namesOf(module)) left.delete(name);
}
