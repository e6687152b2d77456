import { type Layer, Network, type PlacedLayer, Placement } from '@neutype/layers';
import { onnxError } from './onnxError.js';
import type { Step, Values } from './step.js';

/** What the network ends in, and what the file calls it. */
export interface End {
  readonly name: string;
  readonly step: Step;
}

/** One layer of the finished network. */
interface Part {
  readonly layer: Layer;
  readonly inputs: readonly Step[];
  readonly values: Values;
  readonly called: string | undefined;
  readonly frozen: boolean;
}

/** The network of those steps that its ends need, an activation in one layer with the units before it. */
export function assembled(steps: readonly Step[], ends: readonly End[]): Network {
  const needed = neededSteps(steps, ends);
  const uses = usesOf(needed, ends);
  const placement = new Placement('loadOnnx');
  const shared = new SharedLayers();
  const nodes = new Map<Step, ReturnType<Placement['layer']>>();
  for (const step of needed) {
    const part = partOf(step, uses);
    if (isFusedInto(step, uses)) continue;
    const sources = part.inputs.map((input) => nodes.get(input)!);
    const layer = shared.layerOf(part);
    const node = placement.layer(layer, sources, step.inputs.length === 0 ? step.shape : undefined);
    fill(placement.at(node), part);
    nodes.set(step, node);
  }
  const several = ends.length > 1;
  return new Network({
    placed: placement.placed,
    ends: ends.map(({ step }) => nodes.get(step)!),
    ...(several && { endNames: ends.map(({ name }) => name) }),
  });
}

function neededSteps(steps: readonly Step[], ends: readonly End[]): readonly Step[] {
  const needed = new Set(ends.map(({ step }) => step));
  for (const step of steps.toReversed()) {
    if (needed.has(step)) for (const input of step.inputs) needed.add(input);
  }
  return steps.filter((step) => needed.has(step));
}

/** The steps that take each. */
type Uses = ReadonlyMap<Step, readonly (Step | undefined)[]>;

function usesOf(steps: readonly Step[], ends: readonly End[]): Uses {
  const uses = new Map<Step, (Step | undefined)[]>(steps.map((step) => [step, []]));
  for (const step of steps) for (const input of step.inputs) uses.get(input)!.push(step);
  for (const { step } of ends) uses.get(step)!.push(undefined);
  return uses;
}

/** Whether a product is computed by the activation behind it. */
function isFusedInto(step: Step, uses: Uses): boolean {
  const [only, ...others] = uses.get(step)!;
  return step.linear !== undefined && only?.activation !== undefined && others.length === 0;
}

function partOf(step: Step, uses: Uses): Part {
  const { layer, inputs, values = {}, frozen = false } = step;
  const [before] = inputs;
  if (step.activation === undefined || before?.linear === undefined || uses.get(before)!.length !== 1) {
    return { layer, inputs, values, frozen, called: step.called };
  }
  const { units, bias } = before.linear;
  return {
    layer: step.activation.withUnits(units, bias === undefined ? { bias: null } : {}),
    inputs: before.inputs,
    values: { ...before.values, ...values },
    frozen,
    called: before.called,
  };
}

/** Layers by the weights that they have: where two have the same ones, they are one layer in two places. */
class SharedLayers {
  readonly #parts = new Map<Float32Array, (Part & { readonly placed: Layer })[]>();

  layerOf(part: Part): Layer {
    const [first] = Object.values(part.values);
    const others = first === undefined ? [] : (this.#parts.get(first) ?? []);
    const same = others.find((other) => isSame(part, other));
    if (same !== undefined) return same.placed;
    const placed = called(part.layer, part.called);
    if (first !== undefined) this.#parts.set(first, [...others, { ...part, placed }]);
    return placed;
  }
}

function isSame(one: Part, other: Part): boolean {
  const [own, others] = [one.layer.definition, other.layer.definition];
  const names = Object.keys(one.values);
  return (
    own.kind === others.kind &&
    names.length === Object.keys(other.values).length &&
    names.every((name) => one.values[name] === other.values[name]) &&
    JSON.stringify(own.settings) === JSON.stringify(others.settings)
  );
}

function called(layer: Layer, name: string | undefined): Layer {
  if (name === undefined) return layer;
  return { ...layer, definition: { ...layer.definition, name } as Layer['definition'], isCopy: true };
}

function fill({ name, parameters }: PlacedLayer, { values, frozen }: Part): void {
  for (const [key, parameter] of Object.entries(parameters)) {
    const given = values[key];
    if (given === undefined || given.length !== parameter.size) {
      throw onnxError(`layer ${name}`, `${parameter.size} values of its ${key}`, `${given?.length ?? 0}`);
    }
    parameter.write(given);
    if (frozen && parameter.trainable) parameter.trainable = false;
  }
}
