import { type ClassLabels, classesOf, type Label } from './classesOf.js';

/**
 * Weights that make up for classes of unequal size: samples / (classes * samples of the class), so that every class
 * weighs the same in total. It is scikit-learn's `compute_class_weight('balanced', …)`.
 *
 * @param labels one a sample
 * @throws DataError for what is no label
 * @returns for each label its weight, labels in sorted order
 *
 * @example
 * ```ts
 * console.log(classWeights(['a', 'a', 'a', 'b'])); // Map { 'a' => 0.666…, 'b' => 2 }
 * ```
 */
export function classWeights(labels: ClassLabels): Map<Label, number> {
  const { names, members, ofSample } = classesOf(labels, 'classWeights, labels');
  const samples = ofSample.length;
  return new Map(names.map((name, index) => [name, samples / (names.length * members[index]!.length)]));
}
