import type { PlacedLayer } from '@neutype/layers';
import type { GraphWriter } from '../graphWriter.js';
import { numberOf } from '../settings.js';
import type { Value } from '../value.js';

/** A recurrent layer and what goes into it. */
export interface Recurrence {
  readonly graph: GraphWriter;
  readonly layer: PlacedLayer;
  readonly units: number;
  /** The sequence, its steps first. */
  readonly x: string;
  readonly sequence: Value;
  readonly state: Value | undefined;
}

/** A recurrent layer in this graph. */
export function recurrenceOf(
  graph: GraphWriter,
  layer: PlacedLayer,
  [sequence, state]: readonly [Value, ...Value[]],
): Recurrence {
  return { graph, layer, units: numberOf(layer, 'units'), x: graph.in('time', sequence), sequence, state };
}

/** The parts of the state before the first step, `[batch, units]` each; `undefined` for one that is 0. */
export function statesBefore(recurrence: Recurrence): readonly (string | undefined)[] {
  const { graph, layer, units, state } = recurrence;
  const given = (state?.shape[0] ?? 0) / units;
  const parts = state === undefined ? [] : split(graph, state, given, units);
  const names = layer.kind === 'lstm' ? ['initialHidden', 'initialCell'] : ['initialHidden'];
  return names.map((name, index) => {
    if (index < given) return parts[index];
    const initial = layer.parameters[name];
    return initial && spread(recurrence, graph.parameter(initial));
  });
}

/** `[batch, units]` of zeros. */
export function zeroState(recurrence: Recurrence): string {
  return spread(recurrence, recurrence.graph.scalar(0));
}

function split(graph: GraphWriter, state: Value, parts: number, units: number): readonly string[] {
  const name = graph.in('last', state);
  if (parts === 1) return [name];
  const sizes = graph.ints(new Array<number>(parts).fill(units));
  return graph.ops('Split', [name, sizes], new Array<boolean>(parts).fill(true), { axis: 1 });
}

/** The same for every sample, however many there are. */
function spread({ graph, x, units }: Recurrence, values: string): string {
  const samples = graph.op('Shape', [x], { start: 1, end: 2 });
  return graph.op('Expand', [values, graph.op('Concat', [samples, graph.ints([units])], { axis: 0 })]);
}
