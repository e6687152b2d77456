import type { AnyNetwork, PlacedLayer } from '@neutype/layers';
import { planLayers } from './planLayers.js';
import type { TorchModule } from './torchModule.js';
import { type Layout, type Order, permuted, permuteStep, type Step } from './translation.js';

/** A layer, or two directions and what merges them, in PyTorch. */
export interface PlannedLayer {
  readonly layer: PlacedLayer;
  /** The layer whose parameters it has: of two directions the first. */
  readonly named: string;
  /** What it is called in the printed code. */
  readonly identifier: string;
  /** What its modules are called: another layer's, where it shares that one's parameters. */
  readonly owner: string;
  /** What it takes: layers by name, and whether they are put into another layout before. */
  readonly inputs: readonly PlannedInput[];
  readonly steps: readonly Step[];
  readonly layout: Layout;
  readonly order: Order | undefined;
}

export interface PlannedInput {
  readonly name: string;
  readonly axes?: readonly number[];
}

/** A module and where its tensors are in the state dict. */
export interface PlannedModule {
  readonly layer: string;
  /** `''`, or with a dot at its end. */
  readonly prefix: string;
  readonly module: TorchModule;
}

/** A network in PyTorch. */
export interface TorchPlan {
  /** Whether it is an `nn.Sequential`. */
  readonly isChain: boolean;
  readonly layers: readonly PlannedLayer[];
  readonly modules: readonly PlannedModule[];
  readonly starts: readonly PlannedLayer[];
  readonly ends: readonly { readonly name: string; readonly layer: PlannedLayer }[];
}

/** @throws OptionError for a layer that PyTorch has not */
export function planTorch(network: AnyNetwork): TorchPlan {
  const layers = planLayers(network);
  const isChain = layers.every(
    ({ inputs, steps, owner, identifier }, index) =>
      inputs.length === (index === 0 ? 0 : 1) &&
      (index === 0 || inputs[0]?.name === layers[index - 1]?.layer.name) &&
      owner === identifier &&
      steps.every(({ modules, call }) => modules.length === 0 || call === undefined),
  );
  const planned = new Map(layers.map((each) => [each.layer.name, each]));
  const { ends, endNames, placed } = network.graph;
  const endsOf = ends.map((node, index) => {
    const { name } = placed.get(node) as PlacedLayer;
    return { name: endNames?.[index] ?? name, layer: planned.get(name) as PlannedLayer };
  });
  const isSequential = isChain && ends.length === 1 && endNames === undefined;
  return {
    isChain: isSequential,
    layers,
    modules: isSequential ? modulesOfChain(layers) : modulesOfGraph(layers),
    starts: layers.filter(({ inputs }) => inputs.length === 0),
    ends: endsOf,
  };
}

/** The network's steps in order, those of an `nn.Sequential`. */
export function stepsOfChain(
  layers: readonly PlannedLayer[],
): readonly (Step & { readonly layer: string })[] {
  return layers.flatMap(({ named, inputs, steps }) => {
    const axes = inputs[0]?.axes;
    return [...(axes ? [permuteStep(axes)] : []), ...steps].map((step) => ({ ...step, layer: named }));
  });
}

function modulesOfChain(layers: readonly PlannedLayer[]): readonly PlannedModule[] {
  return stepsOfChain(layers).flatMap(({ layer, modules }, index) =>
    modules.filter(hasTensors).map((module) => ({ layer, prefix: `${index}.`, module })),
  );
}

function modulesOfGraph(layers: readonly PlannedLayer[]): readonly PlannedModule[] {
  return layers
    .filter(({ owner, identifier }) => owner === identifier)
    .flatMap(({ named, identifier, steps }) => {
      const modules = steps.flatMap((step) => step.modules).filter(hasTensors);
      return modules.map((module) => ({
        layer: named,
        prefix: module.part === '' ? `${identifier}.` : `${identifier}.${module.part}.`,
        module,
      }));
    });
}

export function hasTensors({ tensors }: TorchModule): boolean {
  return Object.keys(tensors).length > 0;
}

/** What a value is taken as: `x`, or `x.permute(0, 3, 1, 2)`. */
export function inputExpression(value: string, { axes }: PlannedInput): string {
  return axes ? permuted(value, axes) : value;
}
