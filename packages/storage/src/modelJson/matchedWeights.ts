import { DataError, shown } from '@neutype/errors';
import type { KerasWeights, WeightTarget } from '../kerasConfig/networkDraft.js';
import type { WeightSpec } from './weightSpecs.js';

/**
 * Finds the weights of each layer by their names, which differ with who wrote them: `dense_1/kernel`,
 * `lstm_1/lstm_cell_3/kernel`, `bidirectional_1/forward_lstm/lstm_cell/kernel:0`.
 *
 * @returns where each weight goes
 * @throws DataError for weights that nobody wants, and names that two weights answer to
 */
export function matchedWeights(
  layers: readonly KerasWeights[],
  specs: readonly WeightSpec[],
  where: string,
): ReadonlyMap<WeightSpec, readonly WeightTarget[]> {
  const index = indexOf(specs);
  const targets = new Map<WeightSpec, WeightTarget[]>();
  for (const layer of layers) {
    for (const weight of layer.weights) {
      const found = specFor(layer, weight, index, where);
      if (found === undefined) continue;
      const others = targets.get(found);
      if (others === undefined) targets.set(found, [weight]);
      else others.push(weight);
    }
  }
  refuseIdle(
    specs.filter((spec) => spec.isOfModel && !targets.has(spec)),
    where,
  );
  return targets;
}

/** By a part of the path and the last one. */
type Index = ReadonlyMap<string, readonly IndexedSpec[]>;

interface IndexedSpec {
  readonly spec: WeightSpec;
  readonly path: readonly string[];
}

/** More parts than a name has. */
const DEEPEST = 32;

function indexOf(specs: readonly WeightSpec[]): Index {
  const index = new Map<string, IndexedSpec[]>();
  for (const spec of specs) {
    if (!spec.isOfModel) continue;
    const path = spec.name.replace(/:\d+$/, '').split('/').slice(-DEEPEST);
    const last = path.pop() as string;
    for (const part of new Set(path)) {
      const key = keyOf(part, last);
      const others = index.get(key);
      if (others === undefined) index.set(key, [{ spec, path }]);
      else others.push({ spec, path });
    }
  }
  return index;
}

function keyOf(layer: string, weight: string): string {
  return `${layer}\n${weight}`;
}

function specFor(
  { name, within }: KerasWeights,
  weight: WeightTarget,
  index: Index,
  where: string,
): WeightSpec | undefined {
  const direction = weight.within?.path.replace('_layer', '');
  const inDirection = ({ path }: IndexedSpec) =>
    direction === undefined || direction === 'layer' || path.some((part) => part.startsWith(direction));
  // A layer within TimeDistributed may stand there without the name of what is around it.
  const names = [name, ...(weight.within === undefined ? [] : [weight.within.name])];
  for (const called of names) {
    for (const kind of weight.names) {
      const found = (index.get(keyOf(called, kind)) ?? []).filter(inDirection);
      const closest =
        found.length > 1 ? found.filter(({ path }) => within.every((model) => path.includes(model))) : found;
      if (closest.length === 1) return closest[0]?.spec;
      if (found.length > 1) throw ambiguous(name, kind, where);
    }
  }
  return undefined;
}

function ambiguous(layer: string, weight: string, where: string): DataError {
  return new DataError({
    where,
    expected: `one weight ${shown(weight)} of layer ${shown(layer)}`,
    received: 'several that are called so',
    remedy: 'Give the layers of the models within the model different names.',
  });
}

function refuseIdle(specs: readonly WeightSpec[], where: string): void {
  const [first] = specs;
  if (first === undefined) return;
  throw new DataError({
    where,
    expected: 'weights of the layers of the model',
    received: `${specs.length} others, ${shown(first.name)} for one`,
  });
}
