import type { Model } from '@neutype/core';
import { checkNumber, nearestName, OptionError, shown } from '@neutype/errors';
import { type Loss, type LossFunction, type LossName, resolveLoss, type SampleLoss } from '@neutype/losses';
import type { Head } from '../update/heads.js';

/** What the `loss` option takes for an output. */
export type LossOption = LossName | LossFunction | Loss | SampleLoss;

/** The losses of several outputs, by name. */
export type LossesByName = Readonly<Record<string, LossOption>>;

/** The losses that the `loss` option means, and what they count. */
export interface ChosenLosses {
  /** The only one, or what stands for all of them. */
  readonly loss: Loss;
  /** Those of several outputs, by name. */
  readonly losses: Readonly<Record<string, Loss>> | undefined;
  readonly lossWeights: Readonly<Record<string, number>> | null;
}

/** @throws OptionError for what is no loss, and weights that are no numbers from 0 */
export function toLosses(
  loss: LossOption | LossesByName = 'mse',
  lossWeights: Readonly<Record<string, number>> | null = null,
): ChosenLosses {
  if (lossWeights !== null) checkLossWeights(lossWeights);
  if (!isByName(loss)) return { loss: resolveLoss(loss), losses: undefined, lossWeights };
  const losses = Object.fromEntries(Object.entries(loss).map(([name, of]) => [name, resolveLoss(of)]));
  return { loss: together(losses), losses, lossWeights };
}

function isByName(loss: LossOption | LossesByName): loss is LossesByName {
  if (Object.prototype.toString.call(loss) !== '[object Object]') return false;
  return (
    !('compute' in (loss as object)) && !('computeEach' in (loss as object)) && Object.keys(loss).length > 0
  );
}

function checkLossWeights(lossWeights: unknown): void {
  if (Object.prototype.toString.call(lossWeights) !== '[object Object]') {
    throw new OptionError({
      where: 'option lossWeights',
      expected: 'numbers by the names of outputs',
      received: shown(lossWeights),
    });
  }
  for (const [name, weight] of Object.entries(lossWeights as object)) {
    checkNumber(`option lossWeights, ${name}`, weight, { from: 0 });
  }
}

/** What messages and the log know several losses by; heads compute them. */
function together(losses: Readonly<Record<string, Loss>>): Loss {
  const all = Object.entries(losses);
  return {
    name: `{ ${all.map(([output, { name }]) => `${output}: ${name}`).join(', ')} }`,
    ...(all.every(([, { replayable }]) => replayable === true) && { replayable: true }),
    ...(all.some(([, { replayable }]) => replayable === false) && { replayable: false }),
    compute: () => {
      throw new OptionError({
        where: 'option loss',
        expected: 'one loss, for a network with one output',
        received: 'losses by name',
      });
    },
  };
}

/**
 * The outputs of a model that has several inputs or outputs, each with its loss.
 *
 * @throws OptionError where losses and outputs have other names
 */
export function headsOf(
  { ports }: Model,
  { loss, losses, lossWeights }: ChosenLosses,
): readonly Head[] | undefined {
  if (!ports) {
    if (losses) throw notSeveral('loss');
    if (lossWeights !== null) throw notSeveral('lossWeights');
    return undefined;
  }
  const names = Object.keys(ports.outputs);
  checkNames('option loss', Object.keys(losses ?? {}), names);
  checkNames('option lossWeights', Object.keys(lossWeights ?? {}), names);
  return Object.entries(ports.outputs).map(([name, { shape, outputs }]) => {
    const own = losses ? losses[name] : loss;
    if (own === undefined) {
      throw new OptionError({
        where: 'option loss',
        expected: `a loss for each output, ${names.join(', ')}`,
        received: `none for ${name}`,
      });
    }
    return { name, shape, loss: own, weight: lossWeights?.[name] ?? 1, end: { outputs, outputShape: shape } };
  });
}

function notSeveral(option: string): OptionError {
  return new OptionError({
    where: `option ${option}`,
    expected: option === 'loss' ? 'one loss' : 'none, for there is one loss',
    received: 'some by name, for a network with one input and one output',
    remedy: 'Models of several outputs are made by modelWithPorts.',
  });
}

function checkNames(where: string, given: readonly string[], names: readonly string[]): void {
  const unknown = given.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, names);
  throw new OptionError({
    where,
    expected: `names of outputs, out of ${names.join(', ')}`,
    received: shown(unknown),
    ...(nearest !== undefined && { remedy: `Did you mean '${nearest}'?` }),
  });
}
