/**
 * The step at which the loss falls fastest over the logarithm of steps, before it is least; to two digits, for it is known
 * no better.
 *
 * @returns null where it does not fall
 */
export function suggestedStep(steps: readonly number[], losses: readonly number[]): number | null {
  const least = losses.indexOf(Math.min(...losses));
  let [steepest, at] = [0, -1];
  for (let index = 1; index < least; index++) {
    const slope = (losses[index + 1] as number) - (losses[index - 1] as number);
    if (slope < steepest) [steepest, at] = [slope, index];
  }
  const step = steps[at];
  return step === undefined ? null : Number(step.toPrecision(2));
}
