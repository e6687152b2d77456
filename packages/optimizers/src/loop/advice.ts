import { farthestFromZero } from '../data/inspect.js';
import { shortNumber } from './shortNumber.js';
import type { TrainingRun } from './trainingRun.js';

/** What to do where training diverges: scale what is far from −1 to 1, or else take a smaller step. */
export function advice({ updates, train }: TrainingRun): string {
  const smallerStep = `take a smaller step (it is ${shortNumber(updates.step)}).`;
  const [x, y] = [farthestFromZero(train.x), farthestFromZero(train.y)];
  if (Math.abs(x) > LARGE_FEATURE) {
    return (
      `Scale the features first, for xTrain reaches ${shortNumber(x)}: standardScaler(xTrain).apply(xTrain). ` +
      `If that is not enough, ${smallerStep}`
    );
  }
  if (Math.abs(y) > LARGE_TARGET) {
    return `Scale the targets first, for yTrain reaches ${shortNumber(y)}. If that is not enough, ${smallerStep}`;
  }
  return `T${smallerStep.slice(1)}`;
}

/** Gradients grow with the square of the features, and with the targets. */
const LARGE_FEATURE = 100;
const LARGE_TARGET = 1000;
