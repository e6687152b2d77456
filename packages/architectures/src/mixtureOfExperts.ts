import { checkOptions, OptionError, ShapeError, shown } from '@neutype/errors';
import {
  type AnyNetwork,
  checkPart,
  gatedAverage,
  input,
  Network,
  type Part,
  parallel,
  type Shape,
  softmax,
} from '@neutype/layers';
import { formatShape } from '@neutype/ndarray';

/** Options of `mixtureOfExperts`. */
export interface MixtureOfExpertsOptions {
  /**
   * What weighs the experts: a layer, a block or a network that gives as many values as there are experts.
   * `softmax(n)` by default.
   */
  readonly gate?: Part;
}

/**
 * Several networks for the same task, the experts, and a gate that learns which of them to trust for which sample. The
 * output is the sum of theirs, each multiplied by its weight: `y = Σᵢ gateᵢ(x) · expertᵢ(x)`. The experts keep their
 * parameters: those that are trained already are trained further.
 *
 * `[?, features]` → what each of the experts gives
 *
 * Jacobs, Jordan, Nowlan & Hinton, "Adaptive Mixtures of Local Experts", 1991.
 *
 * @param networks the experts, two or more, of one input and one output each
 * @throws OptionError for what is no list of networks, or no part of one as the gate
 * @throws ShapeError where the experts differ in their shapes, take anything but rows of features with the default gate,
 * or the gate does not give a value for each
 *
 * @example
 * ```ts
 * const network = mixtureOfExperts([
 *   input(58).to(softmax(10)),
 *   input(58).to(relu(60), relu(40), softmax(10)),
 * ]);
 * const deeper = mixtureOfExperts([mlp(), mlp({ hidden: [100] })], { gate: join(relu(16), softmax(2)) });
 * ```
 */
export function mixtureOfExperts<In extends Shape, Out extends Shape>(
  networks: readonly Network<In, Out>[],
  options: MixtureOfExpertsOptions = {},
): Network<In, Out> {
  checkOptions('mixtureOfExperts', options, ['gate']);
  checkExperts(networks);
  const { inputShape } = networks[0] as AnyNetwork;
  const gate = options.gate === undefined ? defaultGate(inputShape, networks.length) : options.gate;
  checkPart(gate, 'mixtureOfExperts, option gate');
  return input(inputShape).to(parallel(gate, ...networks), gatedAverage()) as never;
}

function checkExperts(networks: unknown): asserts networks is readonly AnyNetwork[] {
  if (!Array.isArray(networks) || networks.length < 2) {
    throw new OptionError({
      where: 'mixtureOfExperts, networks',
      expected: 'a list of two networks or more',
      received: Array.isArray(networks) ? `${networks.length}` : shown(networks),
    });
  }
  for (const [index, network] of networks.entries())
    checkExpert(network, networks[0], `network ${index + 1}`);
}

function checkExpert(network: unknown, first: AnyNetwork, which: string): void {
  const where = `mixtureOfExperts, ${which}`;
  if (!(network instanceof Network)) {
    throw new OptionError({
      where,
      expected: 'a network',
      received: shown(network),
      remedy: 'Put an input before layers: input(58).to(relu(60), softmax(10)).',
    });
  }
  if (network.ports) {
    throw new OptionError({
      where,
      expected: 'one input and one output',
      received: `inputs ${names(network.ports.inputs)} and outputs ${names(network.ports.outputs)}`,
    });
  }
  const [expected, received] = [shapesOf(first), shapesOf(network as AnyNetwork)];
  if (expected === received) return;
  throw new ShapeError({ where, expected: `${expected}, as network 1 has it`, received });
}

function names(ports: Readonly<Record<string, unknown>>): string {
  return Object.keys(ports).join(', ');
}

function shapesOf({ inputShape, outputShape }: AnyNetwork): string {
  return `${formatShape([null, ...inputShape])} → ${formatShape([null, ...outputShape])}`;
}

function defaultGate(inputShape: Shape, experts: number): Part {
  if (inputShape.length === 1) return softmax(experts);
  throw new ShapeError({
    where: 'mixtureOfExperts',
    expected: 'networks that take rows of features, [?, features], for the default gate',
    received: formatShape([null, ...inputShape]),
    remedy: `Give a gate of your own: gate: join(flatten(), softmax(${experts})).`,
  });
}
