import type { FittedPreparation } from '@neutype/datasets';
import { perImage } from '@neutype/datasets';
import { sizeOf } from '@neutype/ndarray';
import type { PreparationStep } from '../../network/preparation.js';
import type { GraphWriter } from './graphWriter.js';
import type { Value } from './value.js';

/** What is done to raw data before they come to the network, as nodes. */
export function prepared(graph: GraphWriter, input: Value, steps: readonly PreparationStep[]): Value {
  return steps.reduce((value, step) => graph.value(stepNode(graph, value, step), value.shape), input);
}

function stepNode(graph: GraphWriter, value: Value, step: PreparationStep): string {
  const x = graph.in('last', value);
  if (step === perImage) return standardized(graph, x, value);
  if ('divide' in step) return graph.op('Div', [x, graph.scalar(step.divide)]);
  const { shift, factor } = (step as FittedPreparation).description;
  const [shifts, factors] = [shift, factor].map((numbers) =>
    graph.constant(Float32Array.from(numbers), value.shape),
  );
  return graph.op('Mul', [graph.op('Sub', [x, shifts as string]), factors as string]);
}

/** Each sample by its own mean and deviation, which counts as at least 1 / √pixels. */
function standardized(graph: GraphWriter, x: string, { shape }: Value): string {
  const axes = graph.ints(shape.map((_, axis) => axis + 1));
  const meanOf = (name: string) => graph.op('ReduceMean', [name, axes], { keepdims: 1 });
  const centered = graph.op('Sub', [x, meanOf(x)]);
  const deviation = graph.op('Sqrt', [meanOf(graph.op('Mul', [centered, centered]))]);
  const least = graph.scalar(1 / Math.sqrt(sizeOf(shape)));
  return graph.op('Div', [centered, graph.op('Max', [deviation, least])]);
}
