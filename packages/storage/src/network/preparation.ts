import { type FittedPreparation, perImage, preparationFrom } from '@neutype/datasets';
import { checkNumber, nearestName, OptionError, shown } from '@neutype/errors';
import type { AnyNetwork, Shape } from '@neutype/layers';
import { formatShape, sizeOf } from '@neutype/ndarray';
import { isRecord } from '../isRecord.js';

/**
 * One thing that is done to raw data: what a scaler has learned, `{ divide: 255 }` for a division of every number, or the
 * function `perImage` itself.
 */
export type PreparationStep = FittedPreparation | { readonly divide: number } | typeof perImage;

/** What is done to raw data, one thing after another. */
export type Preparation = PreparationStep | readonly PreparationStep[];

/** By the names of inputs. */
export type PreparationByInput = Readonly<Record<string, readonly PreparationStep[]>>;

/**
 * What the option `preparation` says of each input.
 *
 * @param network whose inputs they are
 * @param where whose option it is, for messages
 * @throws OptionError for what is none, or is for an input that there is not
 */
export function preparationByInput(
  given: Preparation | Readonly<Record<string, Preparation>>,
  network: AnyNetwork,
  where: string,
): PreparationByInput {
  const shapes = new Map(inputsOf(network).map(({ name, outputShape }) => [name, outputShape]));
  const inputs = [...shapes.keys()];
  if (Array.isArray(given) || isStep(given)) {
    const [only] = inputs;
    if (inputs.length === 1) {
      return { [only as string]: steps(given as Preparation, shapes.get(only as string), where) };
    }
    throw new OptionError({
      where: where,
      expected: `one for each input by its name: { ${inputs.join(', ')} }`,
      received: 'one for all',
    });
  }
  if (!isRecord(given)) throw noPreparation(where, given);
  return Object.fromEntries(
    Object.entries(given).map(([name, one]) => {
      checkInput(name, inputs, where);
      return [name, steps(one as Preparation, shapes.get(name), `${where}, ${name}`)];
    }),
  );
}

function inputsOf(network: AnyNetwork): AnyNetwork['layers'] {
  return network.layers.filter(({ inputs }) => inputs.length === 0);
}

function steps(given: Preparation, sample: Shape | undefined, where: string): readonly PreparationStep[] {
  const list: readonly PreparationStep[] = Array.isArray(given) ? given : [given as PreparationStep];
  for (const step of list) {
    if (!isStep(step)) throw noPreparation(where, step);
    if (isDivision(step)) checkDivisor(where, step.divide);
    else if (step !== perImage && sample) checkFeatures(step as FittedPreparation, sample, where);
  }
  return list;
}

/** What was fitted on other data would be found out by the first prediction alone, which may be on another machine. */
function checkFeatures({ description }: FittedPreparation, sample: Shape, where: string): void {
  const { method, shift } = preparationFrom(description).description;
  const features = sizeOf(sample);
  if (shift.length === features) return;
  throw new OptionError({
    where: `${where}, ${method}`,
    expected: `one for the ${features} features of a sample ${formatShape(sample)}`,
    received: `one that was fitted on ${shift.length}`,
  });
}

function isStep(value: unknown): value is PreparationStep {
  if (value === perImage) return true;
  return isRecord(value) && (isDivision(value) || isFitted(value));
}

function isDivision(step: object): step is { readonly divide: number } {
  return 'divide' in step;
}

function isFitted(step: object): step is FittedPreparation {
  return 'description' in step && 'apply' in step && typeof step.apply === 'function';
}

export function checkDivisor(where: string, divisor: unknown): void {
  checkNumber(`${where}, divide`, divisor);
  if (divisor !== 0) return;
  throw new OptionError({ where: `${where}, divide`, expected: 'a number other than 0', received: '0' });
}

function checkInput(name: string, inputs: readonly string[], where: string): void {
  if (inputs.includes(name)) return;
  const nearest = nearestName(name, inputs);
  throw new OptionError({
    where,
    expected: `what is done to inputs by their names: ${inputs.join(', ')}`,
    received: shown(name),
    ...(nearest && { remedy: `Did you mean ${shown(nearest)}?` }),
  });
}

function noPreparation(where: string, value: unknown): OptionError {
  return new OptionError({
    where,
    expected:
      'what standardScaler(x), minMaxScaler(x) or featureMean(x) gave, { divide: 255 }, perImage, or a list of these',
    received: shown(value),
  });
}
