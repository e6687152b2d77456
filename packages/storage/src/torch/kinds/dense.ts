import type { PlacedLayer } from '@neutype/layers';
import { call, number } from '../python.js';
import { asItIs, mappedModule, plainModule, reordered, type TorchModule, withOrder } from '../torchModule.js';
import {
  axisIn,
  expressionStep,
  fromStart,
  type Layout,
  moduleStep,
  numberOf,
  overAxes,
  parameterOf,
  type Step,
  type Taken,
  type Translation,
  type Translator,
} from '../translation.js';

type Activation = (taken: Taken, layout: Layout) => readonly Step[];

/** Layers that are a product and an activation, or the activation alone. */
export const DENSE: Readonly<Record<string, Translator>> = {
  linear: dense(() => []),
  relu: dense(({ settings }) => {
    const alpha = numberOf(settings, 'alpha', 0);
    return activation(alpha === 0 ? 'nn.ReLU()' : `nn.LeakyReLU(${number(alpha)})`);
  }),
  'leaky-relu': dense(({ settings }) =>
    activation(call('nn.LeakyReLU', number(numberOf(settings, 'alpha', 0.01)))),
  ),
  relu6: dense(() => activation('nn.ReLU6()')),
  elu: dense(({ settings }) => {
    const alpha = numberOf(settings, 'alpha', 1);
    return activation(alpha === 1 ? 'nn.ELU()' : `nn.ELU(${number(alpha)})`);
  }),
  selu: dense(() => activation('nn.SELU()')),
  gelu: dense(({ settings }) =>
    activation(settings['approximate'] === 'tanh' ? 'nn.GELU("tanh")' : 'nn.GELU()'),
  ),
  silu: dense(() => activation('nn.SiLU()')),
  mish: dense(() => activation('nn.Mish()')),
  'hard-swish': dense(() => activation('nn.Hardswish()')),
  sigmoid: dense(() => activation('nn.Sigmoid()')),
  'hard-sigmoid': dense(({ settings }) => {
    const slope = number(numberOf(settings, 'slope', 0.2));
    return [expressionStep((x) => `(${x} * ${slope} + 0.5).clamp(0, 1)`)];
  }),
  tanh: dense(() => activation('nn.Tanh()')),
  softplus: dense(() => activation('nn.Softplus()')),
  softmax: dense((taken, layout) => activation(`nn.Softmax(${alongOf(taken, layout)})`)),
  'log-softmax': dense((taken, layout) => activation(`nn.LogSoftmax(${alongOf(taken, layout)})`)),
  'p-relu': { needs: hasUnits('first'), translate: (taken) => translated(taken, pRelu) },
};

function dense(activate: Activation): Translator {
  return { needs: hasUnits('any'), translate: (taken) => translated(taken, activate) };
}

function hasUnits(otherwise: Layout | 'any'): Translator['needs'] {
  return ({ parameters, settings }) => {
    if (parameters['weight'] !== undefined) return 'last';
    return isLastAxisAlone(settings) ? otherwise : 'last';
  };
}

/** Alphas of other axes than the last are put behind the batch, which is done from our layout. */
function isLastAxisAlone({ alphaAxes }: PlacedLayer['settings']): boolean {
  return alphaAxes === undefined || alphaAxes === -1 || (Array.isArray(alphaAxes) && `${alphaAxes}` === '-1');
}

function translated(taken: Taken, activate: Activation): Translation {
  const { layer, layout, order } = taken;
  if (layer.parameters['weight'] === undefined) return { steps: activate(taken, layout), layout, order };
  return { steps: [moduleStep(productModule(layer, order)), ...activate(taken, 'last')], layout: 'last' };
}

/** `nn.Linear`, beside which a layer that learns its slopes has another module. */
function productModule(layer: PlacedLayer, order: Taken['order']): TorchModule {
  const { alpha, bias } = layer.parameters;
  const weight = parameterOf(layer, 'weight');
  const [inputs, units] = weight.shape as [number, number];
  const mappings = [withOrder(reordered('weight', weight, [1, 0]), order), asItIs('bias', bias)];
  return mappedModule(linearCode(inputs, units, bias !== undefined), mappings, alpha ? 'linear' : '');
}

export function linearCode(inputs: number, units: number, hasBias: boolean): string {
  return call('nn.Linear', `${inputs}`, `${units}`, hasBias ? undefined : 'bias=False');
}

function activation(code: string): readonly Step[] {
  return [{ modules: [plainModule(code, 'activation')] }];
}

function alongOf({ layer, settings }: Taken, layout: Layout): number {
  const rank = layer.outputShape.length;
  const axis = fromStart(numberOf(settings, 'axis', -1), rank);
  return axis === rank && (layout === 'last' || rank === 1) ? -1 : axisIn(layout, axis, rank);
}

function pRelu({ layer }: Taken, layout: Layout): readonly Step[] {
  const alpha = parameterOf(layer, 'alpha');
  const { settings, outputShape } = layer;
  const given = settings['alphaAxes'] ?? -1;
  const axes = (Array.isArray(given) ? (given as number[]) : [given as number])
    .map((axis) => fromStart(axis, outputShape.length))
    .sort((one, other) => one - other);
  const mapping = asItIs('weight', alpha);
  const count = alpha.size;
  const flat = mapping && {
    ...mapping,
    shape: [count],
    to: (own: Parameters<typeof mapping.to>[0]) => own.reshape(count),
    from: (theirs: Parameters<typeof mapping.from>[0]) => theirs.reshape(...alpha.shape),
  };
  const isWithProduct = layer.parameters['weight'] !== undefined;
  const module = mappedModule(`nn.PReLU(${count})`, [flat], isWithProduct ? 'activation' : '');
  const steps = [moduleStep(module)];
  return layout === 'first' ? steps : overAxes(outputShape, axes, steps);
}
