import { NonFiniteError } from '@neutype/core';

/** Where a loss comes from, for the message. */
export interface LossOrigin {
  readonly epoch: number;
  /** Number of the update, over all epochs. */
  readonly update: number;
  readonly lastGood: number | undefined;
  readonly step: number;
}

/**
 * The loss, if it is a number to go on with.
 *
 * @throws NonFiniteError for NaN or infinity
 */
export const finiteLoss = (loss: number, { epoch, update, lastGood, step }: LossOrigin): number => {
  if (Number.isFinite(loss)) return loss;
  const before =
    lastGood === undefined
      ? 'there was none before'
      : `the last good loss was ${Number(lastGood.toPrecision(6))}`;
  throw new NonFiniteError({
    where: `training stopped in epoch ${epoch}, at update ${update}`,
    expected: 'a finite loss',
    received: `${loss} (${before})`,
    remedy:
      `Try a smaller step (it is ${step}), inputs scaled to about −1 to 1, or another loss for these outputs; ` +
      'then begin with a new network, for this one has learnt values that are not finite.',
  });
};
