import { type Model, type ModelPorts, modelWithPorts, type TracedOutputs } from '@neutype/core';
import { OptionError, shown } from '@neutype/errors';
import { sigmoid, softmax, type Tensor } from '@tensorflow/tfjs-core';
import { type Graph, type Node, startsOf, upstreamOf } from './graph.js';
import { indicesByName } from './indices.js';
import { endOf, type NetworkEnd } from './networkEnd.js';
import type { PlacedLayer } from './placedLayer.js';
import { type Computed, type PlanStep, planOf, runPlan } from './plan.js';

/** One of several outputs. */
interface Head {
  readonly name: string;
  readonly layer: PlacedLayer;
  readonly end: NetworkEnd;
  /** The layers behind the one that decides what comes out: they do the same to its logits. */
  readonly behind: readonly PlanStep[];
}

/** A network with several inputs or outputs, as optimizers see it; nothing of another. */
export function networkPorts(
  graph: Graph,
  model: Omit<Model, 'forward' | 'inputShape' | 'outputShape'>,
): Model | undefined {
  const starts = startsOf(graph).map((start) => graph.placed.get(start) as PlacedLayer);
  if (starts.length === 1 && graph.ends.length === 1 && !graph.endNames) return undefined;
  const heads = graph.ends.map((node, index) => headOf(graph, node, graph.endNames?.[index]));
  checkNames(heads);
  const { notReplayable, parameters, replayable, smallestBatch } = model;
  return modelWithPorts({
    parameters,
    replayable,
    notReplayable,
    smallestBatch,
    initialize: (random) => model.initialize(random),
    inputIndices: indicesByName([...graph.placed.values()], starts),
    inputs: Object.fromEntries(starts.map(({ name, outputShape }) => [name, outputShape])),
    outputs: Object.fromEntries(
      heads.map(({ name, layer, end }) => [name, { shape: layer.outputShape, outputs: end.outputs }]),
    ),
    forward: forwardOf([...graph.placed.values()], heads),
  });
}

function headOf(graph: Graph, node: Node, name?: string): Head {
  const layers = [...upstreamOf(graph, [node]).placed.values()];
  const layer = graph.placed.get(node) as PlacedLayer;
  const end = endOf(layers);
  const decided = end.logitSteps.findIndex((step) => step.name === end.outputs.layer);
  return { name: name ?? layer.name, layer, end, behind: end.logitSteps.slice(decided + 1) };
}

function checkNames(heads: readonly Head[]): void {
  const names = heads.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new OptionError({
    where: 'network, outputs',
    expected: 'each output once',
    received: `${shown(twice)} twice`,
    remedy:
      "A network that stands twice needs a copy: network.copy({ weights: 'shared' }), or 'fresh' for weights of its own.",
  });
}

function forwardOf(layers: readonly PlacedLayer[], heads: readonly Head[]): ModelPorts['forward'] {
  const deciding = new Map(
    heads.flatMap(({ end }) => (end.activation ? [[end.outputs.layer, end.activation]] : [])),
  );
  const alone = layers.map((layer) =>
    deciding.has(layer.name) ? { ...layer, activation: undefined } : layer,
  );
  const plan = planOf(alone, [...heads.map(({ layer }) => layer.name), ...deciding.keys()]).flatMap((step) =>
    withLogits(step, layers, deciding.get(step.name)),
  );
  return (inputs, context) => {
    const known: Computed = runPlan(plan, new Map(Object.entries(inputs)), context);
    return Object.fromEntries(
      heads.map(({ name, layer, end, behind }): [string, TracedOutputs] => {
        const outputs = known.get(layer.name) as Tensor;
        const { activation, outputs: decided } = end;
        if (!activation) return [name, { outputs }];
        const logits = known.get(logitsOf(decided.layer)) as Tensor;
        const values = runPlan(behind, new Map([[decided.layer, logits]]), context).get(layer.name) as Tensor;
        return [name, { outputs, logits: { activation, values } }];
      }),
    );
  };
}

/** A layer that ends in an activation, as what comes before it and the activation. */
function withLogits(
  step: PlanStep,
  layers: readonly PlacedLayer[],
  activation: 'softmax' | 'sigmoid' | undefined,
): readonly PlanStep[] {
  if (!activation) return [step];
  const { forwardLogits } = layers.find(({ name }) => name === step.name) as PlacedLayer;
  const logits = logitsOf(step.name);
  const activate = activation === 'softmax' ? softmax : sigmoid;
  return [
    { ...step, name: logits, compute: forwardLogits },
    { name: step.name, inputs: [logits], compute: (x) => activate(x as Tensor) },
  ];
}

/** A name that no layer can have. */
function logitsOf(layer: string): string {
  return `${layer}, before its activation`;
}
