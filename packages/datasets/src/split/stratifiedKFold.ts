import { random } from '@neutype/random';
import { classesOf, type Labels } from '../labels/classesOf.js';
import { checkFolds, type KFoldOptions, splitsOf } from './kFold.js';
import type { TrainTestIndices } from './trainTestIndices.js';

/**
 * The indices of k-fold cross-validation where every part has the same share of each class: scikit-learn's
 * `StratifiedKFold`, the same parts for the same labels where nothing is shuffled.
 *
 * @param labels one a sample
 * @throws RangeError as {@link kFold}, and where a class has fewer samples than there are parts
 *
 * @example
 * ```ts
 * for (const { test } of stratifiedKFold(['a', 'a', 'b', 'b'], { folds: 2 })) console.log([...test]); // [0, 2], [1, 3]
 * ```
 */
export function stratifiedKFold(labels: Labels, options: KFoldOptions = {}): TrainTestIndices[] {
  const { folds = 5, shuffle = false, seed = 0 } = options;
  checkFolds(folds, labels.length, 'stratifiedKFold');
  const { names, members } = classesOf(labels, labels.length, 'stratifiedKFold');
  members.forEach((indices, index) => {
    if (indices.length < folds) {
      throw new RangeError(
        `stratifiedKFold: class ${names[index]} has ${indices.length} samples, fewer than the ${folds} folds.`,
      );
    }
  });
  const inOrderOfAppearance = [...members].sort((a, b) => a[0]! - b[0]!);
  const source = random(seed).split('stratifiedKFold');
  const foldOf = new Uint32Array(labels.length);
  allocate(inOrderOfAppearance, folds).forEach((counts, index) => {
    const places = Uint32Array.from(counts.flatMap((count, fold) => new Array<number>(count).fill(fold)));
    if (shuffle) source.shuffle(places);
    inOrderOfAppearance[index]!.forEach((sample, position) => {
      foldOf[sample] = places[position]!;
    });
  });
  return splitsOf(foldOf, folds);
}

/**
 * How many samples of each class go to each part: the classes laid end to end and dealt to the parts in turn, which
 * keeps the parts' sizes equal too.
 */
function allocate(classes: readonly (readonly number[])[], folds: number): number[][] {
  let position = 0;
  return classes.map(({ length }) => {
    const counts = new Array<number>(folds).fill(0);
    for (let dealt = 0; dealt < length; dealt++) {
      const fold = position++ % folds;
      counts[fold] = counts[fold]! + 1;
    }
    return counts;
  });
}
