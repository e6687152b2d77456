import { checkNumber, DataError, OptionError, shown } from '@neutype/errors';
import { classesOf } from './classes.js';
import type { Pairs } from './pairs.js';
import type { Ports } from './ports.js';
import type { Samples } from './samples.js';

/**
 * What the samples of each class count: by class number, where a class that is not named counts 1; or `'balanced'`, by
 * which all classes count the same in total, samples / (classes · samples of the class), as in scikit-learn.
 */
export type ClassWeight =
  | 'balanced'
  | Readonly<Record<number, number>>
  | ReadonlyMap<number | string, number>;

/** @throws OptionError for weights that are no numbers from 0, and classes that are no numbers */
export function checkClassWeight(classWeight: unknown): asserts classWeight is ClassWeight {
  if (classWeight === 'balanced') return;
  if (!isRecord(classWeight) && !(classWeight instanceof Map)) {
    throw new OptionError({
      where: 'option classWeight',
      expected: "'balanced', or weights by class number",
      received: shown(classWeight),
      remedy: 'Write { 0: 1, 1: 5 }, say.',
    });
  }
  for (const [label, weight] of classWeight instanceof Map
    ? classWeight
    : Object.entries(classWeight as object)) {
    if (!/^\d+$/.test(String(label))) throw noClassNumber(label);
    checkNumber(`option classWeight, class ${label}`, weight, { from: 0 });
  }
}

function noClassNumber(label: unknown): OptionError {
  return new OptionError({
    where: 'option classWeight',
    expected: 'weights by class number, from 0',
    received: `one for ${shown(label)}`,
    remedy: 'labelEncoder(labels) numbers the classes.',
  });
}

/**
 * The same samples, each with the weight of its class on top of its own.
 *
 * @throws OptionError, DataError for targets that are no classes, and for a class that the network cannot tell
 */
export function withClassWeights(pairs: Pairs, classWeight: ClassWeight, { outputs }: Ports): Pairs {
  const classes = requiredClasses(pairs.targets);
  const ofClass =
    classWeight === 'balanced' ? balanced(classes, pairs.rows) : new Map(entriesOf(classWeight));
  checkClasses(ofClass, outputs);
  const { weights } = pairs;
  const together = Float64Array.from(classes, (label, sample) => {
    return (ofClass.get(label) ?? 1) * (weights ? (weights[sample] as number) : 1);
  });
  return { ...pairs, weights: together };
}

function requiredClasses([targets, another]: readonly Samples[]): Uint32Array {
  if (!targets || another) {
    throw new OptionError({
      where: 'option classWeight',
      expected: 'a network with one output',
      received: 'one with several',
      remedy: 'Give sampleWeight, which counts for all of them.',
    });
  }
  const classes = classesOf(targets);
  if (classes instanceof Uint32Array) return classes;
  throw new DataError({
    where: targets.name,
    expected: 'class numbers or one-hot rows, as classWeight needs them',
    received: `another target in sample ${classes.without}`,
    remedy: 'Other targets can be weighted by sampleWeight.',
  });
}

/** A single output may stand for two classes or for a number: there, any class may come. */
function checkClasses(ofClass: ReadonlyMap<number, number>, [output]: Ports['outputs']): void {
  const count = output?.shape[0] ?? 1;
  const beyond = [...ofClass.keys()].find((label) => label >= count);
  if (count === 1 || beyond === undefined) return;
  throw new OptionError({
    where: 'option classWeight',
    expected: `weights of classes from 0 to ${count - 1}, of which the network has outputs`,
    received: `one for ${beyond}`,
  });
}

/** As scikit-learn's `compute_class_weight('balanced', …)`. */
function balanced(classes: Uint32Array, rows: Uint32Array | undefined): Map<number, number> {
  const meant = rows ? rows.map((row) => classes[row] as number) : classes;
  const counts = new Map<number, number>();
  for (const label of meant) counts.set(label, (counts.get(label) ?? 0) + 1);
  return new Map(Array.from(counts, ([label, count]) => [label, meant.length / (counts.size * count)]));
}

function entriesOf(classWeight: Exclude<ClassWeight, 'balanced'>): [number, number][] {
  const entries = classWeight instanceof Map ? [...classWeight] : Object.entries(classWeight);
  return entries.map(([label, weight]) => [Number(label), weight as number]);
}

function isRecord(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}
