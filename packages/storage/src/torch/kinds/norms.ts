import type { Parameter } from '@neutype/core';
import { NdArray } from '@neutype/ndarray';
import { call, number, option } from '../python.js';
import {
  asItIs,
  followedBy,
  type Mapping,
  mappedModule,
  type TorchModule,
  withOrder,
} from '../torchModule.js';
import {
  type Layout,
  moduleStep,
  numberOf,
  overAxes,
  parameterOf,
  type Taken,
  type Translation,
  type Translator,
} from '../translation.js';

/** Layers that normalize. */
export const NORMS: Readonly<Record<string, Translator>> = {
  'batch-norm': {
    needs: ({ settings, inputShape }) => (keptAxes(settings, inputShape.length) ? 'last' : 'first'),
    translate: batchNorm,
  },
  'layer-norm': {
    needs: () => 'last',
    translate: ({ layer, order, settings }) => {
      const { gamma, beta } = layer.parameters;
      const code = call('nn.LayerNorm', `${gamma?.size}`, epsilonOf(settings, 1e-5));
      return affine(code, gamma, beta, { order });
    },
  },
  'rms-norm': {
    needs: () => 'last',
    translate: ({ layer, order, settings }) => {
      const { gamma } = layer.parameters;
      const epsilon = numberOf(settings, 'epsilon', 1e-6);
      return affine(call('nn.RMSNorm', `${gamma?.size}`, `eps=${number(epsilon)}`), gamma, undefined, {
        order,
      });
    },
  },
  'group-norm': {
    needs: () => 'first',
    translate: ({ layer, settings }) => {
      const { gamma, beta } = layer.parameters;
      const groups = number(numberOf(settings, 'groups', 1));
      const code = call('nn.GroupNorm', groups, `${gamma?.size}`, epsilonOf(settings, 1e-5));
      return affine(code, gamma, beta, { layout: 'first' });
    },
  },
  'instance-norm': {
    needs: () => 'first',
    translate: ({ layer, settings, shape }) => {
      const { gamma, beta } = layer.parameters;
      const name = `nn.InstanceNorm${shape.length - 1}d`;
      const code = call(name, `${gamma?.size}`, epsilonOf(settings, 1e-5), 'affine=True');
      return affine(code, gamma, beta, { layout: 'first' });
    },
  },
  'local-response-norm': {
    needs: () => 'first',
    translate: ({ settings }) => {
      const radius = numberOf(settings, 'depthRadius', 5);
      const window = 2 * radius + 1;
      // PyTorch's alpha is for the mean of the window, ours for each neighbor
      const code = call(
        'nn.LocalResponseNorm',
        `${window}`,
        `alpha=${number(numberOf(settings, 'alpha', 1e-4) * window)}`,
        `beta=${number(numberOf(settings, 'beta', 0.75))}`,
        `k=${number(numberOf(settings, 'k', 2))}`,
      );
      return { steps: [moduleStep(code)], layout: 'first' };
    },
  },
};

function epsilonOf(settings: Taken['settings'], usual: number): string | undefined {
  return option('eps', number(numberOf(settings, 'epsilon', usual)), number(usual));
}

function affine(
  code: string,
  gamma: Parameter | undefined,
  beta: Parameter | undefined,
  { order, layout = 'last' }: { readonly order?: Taken['order']; readonly layout?: Layout },
): Translation {
  const mappings = [asItIs('weight', gamma), asItIs('bias', beta)].map((each) => withOrder(each, order));
  return { steps: [moduleStep(mappedModule(code, mappings))], layout, order };
}

/** The axes that are not averaged over, where they are others than the last alone. */
function keptAxes({ axes }: Taken['settings'], rank: number): readonly number[] | undefined {
  if (!Array.isArray(axes)) return undefined;
  const kept = Array.from({ length: rank }, (_, at) => at + 1).filter((axis) => !axes.includes(axis));
  return kept.length === 1 && kept[0] === rank ? undefined : kept;
}

function batchNorm(taken: Taken): Translation {
  const { shape, settings, order } = taken;
  const kept = keptAxes(settings, shape.length);
  if (kept === undefined) {
    const dimensions = Math.max(shape.length - 1, 1);
    return { steps: [moduleStep(batchNormModule(taken, dimensions))], layout: 'first', order };
  }
  const averaged = shape.length - kept.length;
  const module = moduleStep(batchNormModule(taken, Math.max(averaged, 1)));
  return { steps: overAxes(shape, kept, [module]), layout: 'last' };
}

function batchNormModule({ layer, settings, order }: Taken, dimensions: number): TorchModule {
  const gamma = parameterOf(layer, 'gamma');
  const momentum = number(numberOf(settings, 'alpha', 0.1));
  const code = call(
    `nn.BatchNorm${dimensions}d`,
    `${gamma.size}`,
    epsilonOf(settings, 1e-5),
    option('momentum', momentum, '0.1'),
  );
  const mappings = [
    flat('weight', gamma),
    flat('bias', parameterOf(layer, 'beta')),
    flat('running_mean', parameterOf(layer, 'runningMean')),
    flat('running_var', parameterOf(layer, 'runningVariance')),
  ].map((mapping) => withOrder(mapping, order));
  const module = mappedModule(code, mappings);
  return {
    ...module,
    tensors: { ...module.tensors, [COUNT]: [] },
    optional: [COUNT],
    write: (own) => ({ ...module.write(own), [COUNT]: new NdArray(new Int32Array(1), []) }),
  };
}

/** How many batches the running statistics have seen, which only averages without a momentum ask for. */
const COUNT = 'num_batches_tracked';

function flat(key: string, parameter: Parameter): Mapping {
  const mapping = asItIs(key, parameter) as Mapping;
  return followedBy(mapping, {
    shape: [parameter.size],
    to: (own) => own.reshape(parameter.size),
    from: (theirs) => theirs.reshape(...parameter.shape),
  });
}
