import { checkOptions, OptionError, optionNames } from '@neutype/errors';
import { random } from '@neutype/random';
import { type Classes, type ClassLabels, classesOf } from '../labels/classesOf.js';
import { listed } from '../support/listed.js';
import { checkNotices, type Notices, notify } from '../support/notify.js';
import { checkedFolds, type KFoldOptions, splitsOf } from './kFold.js';
import type { TrainTestIndices } from './trainTestIndices.js';

export interface StratifiedKFoldOptions extends KFoldOptions, Notices {}

const OPTIONS = optionNames<StratifiedKFoldOptions>({
  folds: true,
  shuffle: true,
  seed: true,
  onNotice: true,
});

/**
 * The indices of k-fold cross-validation where every part has the same share of each class: scikit-learn's
 * `StratifiedKFold`, the same parts for the same labels where nothing is shuffled. A class with fewer samples than there
 * are parts is missing in some of them, which is reported through `onNotice`, as scikit-learn warns.
 *
 * @param labels one a sample
 * @throws OptionError as {@link kFold}, and where every class has fewer samples than there are parts; DataError for what is
 *   no label
 *
 * @example
 * ```ts
 * for (const { test } of stratifiedKFold(['a', 'a', 'b', 'b'], { folds: 2 })) console.log([...test]); // [0, 2], [1, 3]
 * ```
 */
export function stratifiedKFold(
  labels: ClassLabels,
  options: StratifiedKFoldOptions = {},
): TrainTestIndices[] {
  const where = 'stratifiedKFold';
  checkOptions(where, options, OPTIONS);
  checkNotices(where, options);
  const classes = classesOf(labels, `${where}, labels`);
  const samples = classes.ofSample.length;
  const { folds, shuffle, seed } = checkedFolds(where, samples, options);
  checkRareClasses(classes, folds, options, where);
  const inOrderOfAppearance = [...classes.members].sort((a, b) => a[0]! - b[0]!);
  const source = random(seed).split('stratifiedKFold');
  const foldOf = new Uint32Array(samples);
  allocate(inOrderOfAppearance, folds).forEach((counts, index) => {
    const places = Uint32Array.from(counts.flatMap((count, fold) => new Array<number>(count).fill(fold)));
    if (shuffle) source.shuffle(places);
    inOrderOfAppearance[index]!.forEach((sample, position) => {
      foldOf[sample] = places[position]!;
    });
  });
  return splitsOf(foldOf, folds);
}

function checkRareClasses({ names, members }: Classes, folds: number, notices: Notices, where: string): void {
  const rare = names.filter((_, index) => members[index]!.length < folds);
  if (rare.length === 0) return;
  if (rare.length === names.length) {
    throw new OptionError({
      where: `${where}, folds`,
      expected: 'at most as many as the largest class has samples',
      received: `${folds}, and ${members.reduce((most, { length }) => Math.max(most, length), 0)} samples`,
    });
  }
  const subject = rare.length === 1 ? 'class' : `${rare.length} classes`;
  notify(
    notices,
    `${where}: ${subject} ${listed(rare)} ${rare.length === 1 ? 'has' : 'have'} fewer samples than the ${folds} folds, ` +
      'and will be missing from the test part of some.',
  );
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
