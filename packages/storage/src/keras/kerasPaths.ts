import type { KerasCall, KerasDescription } from './description.js';

/**
 * Where Keras looks for each layer in a file of weights: by the class and a number, in the order that it gives layers of
 * a graph. Chains keep their own.
 */
export function kerasPaths(description: KerasDescription): ReadonlyMap<string, string> {
  const ordered = isChain(description) ? description.calls : inKerasOrder(description);
  const counts = new Map<string, number>();
  const paths = new Map<string, string>();
  for (const { className, name } of ordered) {
    if (paths.has(name) || !isLayer(className)) continue;
    const plain = snakeClass(className);
    const count = counts.get(plain) ?? 0;
    counts.set(plain, count + 1);
    paths.set(name, `layers/${plain}${count === 0 ? '' : `_${count}`}`);
  }
  return paths;
}

/** Whether it can be a `Sequential`: one layer after another, each of them once, and nothing but layers. */
export function isChain({ inputs, calls, outputs }: KerasDescription): boolean {
  if (inputs.length !== 1 || outputs.length !== 1 || calls.length === 0) return false;
  let before = inputs[0]?.name;
  const seen = new Set<string>();
  for (const call of calls) {
    const isNext = call.inputs.length === 1 && call.inputs[0] === before && call.takes === 'one';
    if (!isNext || seen.has(call.name) || !isLayer(call.className)) return false;
    if (Object.keys(call.named).length > 0 || Object.keys(call.callOptions).length > 0) return false;
    seen.add(call.name);
    before = call.output;
  }
  return before === outputs[0];
}

/** Whether it is a layer rather than a function. */
export function isLayer(className: string): boolean {
  return /^[A-Z]/.test(className);
}

/** `max_pooling2d` for `MaxPooling2D`, as Keras makes it. */
export function snakeClass(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** What a call waits for, in the order of Keras' arguments. */
function sourcesOf({ inputs, named }: KerasCall): readonly string[] {
  return [...inputs, ...Object.values(named)];
}

/**
 * Layers farthest from the end first; of those equally far, that one first which is met first on the way from the
 * outputs to the inputs. As `map_graph` in `keras/src/ops/function.py` sorts them.
 */
function inKerasOrder({ calls, outputs }: KerasDescription): readonly KerasCall[] {
  const byOutput = new Map(calls.map((call) => [call.output, call]));
  const { met, finished } = traversed(outputs, byOutput);
  const depths = new Map<string, number>();
  const layerDepths = new Map<string, number>();
  for (const call of finished.toReversed()) {
    const depth = Math.max(depths.get(call.output) ?? 0, layerDepths.get(call.name) ?? 0);
    layerDepths.set(call.name, depth);
    for (const source of sourcesOf(call)) {
      depths.set(source, Math.max(depth + 1, depths.get(source) ?? 0));
    }
  }
  const deep = ({ name }: KerasCall): number => layerDepths.get(name) as number;
  return finished.toSorted(
    (a, b) => deep(b) - deep(a) || (met.get(a.name) as number) - (met.get(b.name) as number),
  );
}

/** The layers in the order in which they are met, and their calls in that in which all before them are done. */
function traversed(
  outputs: readonly string[],
  byOutput: ReadonlyMap<string, KerasCall>,
): { readonly met: ReadonlyMap<string, number>; readonly finished: readonly KerasCall[] } {
  const met = new Map<string, number>();
  const finished: KerasCall[] = [];
  const done = new Set<KerasCall>();
  const visit = (output: string): void => {
    const call = byOutput.get(output);
    if (call === undefined || done.has(call)) return;
    done.add(call);
    if (!met.has(call.name)) met.set(call.name, met.size);
    for (const source of sourcesOf(call)) visit(source);
    finished.push(call);
  };
  for (const output of outputs) visit(output);
  return { met, finished };
}
