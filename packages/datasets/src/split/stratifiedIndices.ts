import { DataError, OptionError } from '@neutype/errors';
import type { Random } from '@neutype/random';
import type { Classes } from '../labels/classesOf.js';
import { listed } from '../support/listed.js';
import { type Notices, notify } from '../support/notify.js';
import type { TrainTestIndices } from './trainTestIndices.js';

/**
 * Draws both parts so that each class has the same share of them. The number a class gets is the mode of the
 * multivariate hypergeometric distribution, as in scikit-learn's `StratifiedShuffleSplit`: the exact share rounded down,
 * what is missing then going to the classes that lost most to rounding, equals drawn at random. A class that gets none of
 * a part, which scikit-learn passes over, is reported.
 */
export function stratifiedIndices(
  classes: Classes,
  sizes: { train: number; test: number },
  source: Random,
  notices: Notices,
  where: string,
): TrainTestIndices {
  checkClasses(classes, sizes, where);
  const counts = classes.members.map((members) => members.length);
  const trainCounts = shares(counts, sizes.train, source);
  const remaining = counts.map((count, index) => count - trainCounts[index]!);
  const testCounts = shares(remaining, sizes.test, source);
  tellAbsent('training', classes, trainCounts, notices, where);
  tellAbsent('test', classes, testCounts, notices, where);
  const train: number[] = [];
  const test: number[] = [];
  classes.members.forEach((members, index) => {
    const order = source.permutation(members.length);
    const trainCount = trainCounts[index]!;
    for (let i = 0; i < trainCount; i++) train.push(members[order[i]!]!);
    for (let i = 0; i < testCounts[index]!; i++) test.push(members[order[trainCount + i]!]!);
  });
  return {
    train: source.shuffle(Uint32Array.from(train)),
    test: source.shuffle(Uint32Array.from(test)),
  };
}

/** How many of `draws` each class gets, of classes that have `counts`. */
function shares(counts: readonly number[], draws: number, source: Random): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (count / total) * draws);
  const whole = exact.map(Math.floor);
  let missing = draws - whole.reduce((sum, share) => sum + share, 0);
  const tieBreak = source.permutation(counts.length);
  const byLoss = exact
    .map((share, index) => ({ index, loss: share - whole[index]!, tie: tieBreak[index]! }))
    .sort((a, b) => b.loss - a.loss || a.tie - b.tie);
  for (const { index } of byLoss) {
    if (missing === 0) break;
    whole[index] = whole[index]! + 1;
    missing--;
  }
  return whole;
}

function tellAbsent(
  part: string,
  { names }: Classes,
  counts: readonly number[],
  notices: Notices,
  where: string,
): void {
  const absent = names.filter((_, index) => counts[index] === 0);
  if (absent.length === 0) return;
  const [subject, verb, rare] =
    absent.length === 1 ? ['class', 'has', 'It is'] : [`the ${absent.length} classes`, 'have', 'They are'];
  const size = counts.reduce((sum, count) => sum + count, 0);
  notify(
    notices,
    `${where}: ${subject} ${listed(absent)} ${verb} no sample in the ${part} part. ${rare} too rare for ${size} samples: ` +
      'gather more, or change the sizes.',
  );
}

function checkClasses(
  { names, members }: Classes,
  { train, test }: { train: number; test: number },
  where: string,
): void {
  const single = members.findIndex((indices) => indices.length < 2);
  if (single !== -1) {
    throw new DataError({
      where: `${where}, stratify`,
      expected: 'at least two samples of every class',
      received: `one of class ${listed([names[single]])}`,
    });
  }
  const least = Math.min(train, test);
  if (least >= names.length) return;
  throw new OptionError({
    where,
    expected: `both parts to have room for the ${names.length} classes of stratify`,
    received: `${train} samples to train on and ${test} to test with`,
  });
}
