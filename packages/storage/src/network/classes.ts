import { DataError, OptionError, shown } from '@neutype/errors';
import type { AnyNetwork, Shape } from '@neutype/layers';
import type { NdArray } from '@neutype/ndarray';

/** What a sample is taken for. */
export interface Classification {
  /** The most probable class. */
  readonly label: string;
  /** How probable the network finds it, from 0 to 1. */
  readonly probability: number;
  /** The most probable classes, the first of which is the label. */
  readonly ranking: readonly { readonly label: string; readonly probability: number }[];
}

/**
 * Refuses what are no names of classes, or not those of this network.
 *
 * @throws OptionError
 */
export function checkClasses(
  where: string,
  classes: unknown,
  network: AnyNetwork,
): asserts classes is readonly string[] {
  const { outputShape, ports } = network;
  if (!Array.isArray(classes) || !classes.every((name) => typeof name === 'string' && name !== '')) {
    throw new OptionError({
      where,
      expected: "a list of names, such as ['cat', 'dog']",
      received: shown(classes),
    });
  }
  const twice = classes.find((name, index) => classes.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new OptionError({ where, expected: 'each class once', received: `${shown(twice)} twice` });
  }
  if (ports && Object.keys(ports.outputs).length > 1) {
    throw new OptionError({
      where,
      expected: 'none, for the network has several outputs',
      received: `${classes.length}`,
      remedy: 'Put what belongs to each output into metadata.',
    });
  }
  const [count] = countsFor(outputShape);
  if (countsFor(outputShape).includes(classes.length)) return;
  throw new OptionError({
    where,
    expected: `${count}, one for each value that comes out`,
    received: `${classes.length}`,
  });
}

/** A single value is the probability of the second of two classes. */
function countsFor(outputShape: Shape): readonly number[] {
  const count = outputShape.at(-1) as number;
  return count === 1 ? [2, 1] : [count];
}

/**
 * The classes of samples by their probabilities.
 *
 * @param outputs of a network that ends in them: `[n, classes]`, or `[n, 1]` for the second of two
 * @param top how many classes a ranking has
 */
export function classificationsOf(
  outputs: NdArray,
  classes: readonly string[],
  { kind, top }: { readonly kind: string | undefined; readonly top: number },
): Classification[] {
  return Array.from({ length: outputs.length }, (_, row) => {
    const values = Array.from(outputs.row(row).data, (value) =>
      kind === 'logarithms' ? Math.exp(value) : value,
    );
    const probabilities =
      values.length === 1 && classes.length === 2 ? [1 - (values[0] as number), values[0] as number] : values;
    const ranking = classes
      .map((label, index) => ({ label, probability: probabilities[index] as number }))
      .sort((a, b) => b.probability - a.probability)
      .slice(0, top);
    return { ...(ranking[0] as Classification['ranking'][number]), ranking };
  });
}

/** What comes out of a network's only output. */
export function endOf({ outputShape, outputs, ports }: AnyNetwork): {
  readonly shape: Shape;
  readonly kind: string | undefined;
  readonly layer: string;
} {
  const [port] = Object.values(ports?.outputs ?? {});
  const end = port?.outputs ?? outputs;
  return { shape: port?.shape ?? outputShape, kind: end.kind, layer: end.layer };
}

/** Refuses to name the classes of a network that does not end in probabilities. */
export function checkProbabilities(network: AnyNetwork): void {
  const { shape, kind, layer } = endOf(network);
  if (shape.length === 1 && kind !== 'numbers') return;
  throw new DataError({
    where: 'network.classify',
    expected: 'a network that ends in probabilities, one for each class',
    received: shape.length === 1 ? `the numbers of ${layer}` : 'one that gives more than a row of them',
    remedy: 'End it in softmax(10), or take network.predictRaw(x).',
  });
}
