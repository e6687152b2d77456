import type { Random } from '@neutype/random';
import type { Classes } from '../labels/classesOf.js';
import type { TrainTestIndices } from './trainTestIndices.js';

/**
 * Draws both parts so that each class has the same share of them. The number a class gets is the mode of the
 * multivariate hypergeometric distribution, as in scikit-learn's `StratifiedShuffleSplit`: the exact share rounded down,
 * what is missing then going to the classes that lost most to rounding, equals drawn at random.
 */
export function stratifiedIndices(
  classes: Classes,
  sizes: { train: number; test: number },
  source: Random,
): TrainTestIndices {
  checkClasses(classes, sizes);
  const counts = classes.members.map((members) => members.length);
  const trainCounts = shares(counts, sizes.train, source);
  const remaining = counts.map((count, index) => count - trainCounts[index]!);
  const testCounts = shares(remaining, sizes.test, source);
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

function checkClasses({ names, members }: Classes, sizes: { train: number; test: number }): void {
  const single = members.findIndex((indices) => indices.length < 2);
  if (single !== -1) {
    throw new RangeError(
      `trainTestSplit: class ${names[single]} has only one sample; to stratify, every class needs two.`,
    );
  }
  for (const [part, size] of Object.entries(sizes)) {
    if (size < names.length) {
      throw new RangeError(
        `trainTestSplit: the ${part} part has ${size} samples, fewer than the ${names.length} classes ` +
          'to stratify by.',
      );
    }
  }
}
