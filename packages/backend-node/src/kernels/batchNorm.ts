import { type KernelOf, NeutypeBatchNormTraining, NeutypeBatchNormTrainingGrad } from '@neutype/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Executor } from './execute.js';
import type { TensorflowKernel } from './kernel.js';

const FLOAT = { T: { type: 'float32' } } as const;
const FUSED = { ...FLOAT, U: { type: 'float32' }, data_format: 'NHWC', is_training: true } as const;

/** TensorFlow's fused normalisation of the batch; its second reserve is the biased variance. */
export const batchNormTraining: TensorflowKernel<KernelOf<typeof NeutypeBatchNormTraining>> = {
  name: NeutypeBatchNormTraining.kernel,
  run({ inputs, attrs: { epsilon }, executor }) {
    const x = inputs.x;
    const fused = executor.attributes(`FusedBatchNormV3/${epsilon}`, () => ({
      ...FUSED,
      epsilon: { float: epsilon },
    }));
    const image = asImage(executor, x);
    const none = executor.floatConstant(0, [0]);
    const operands = [image, executor.id(inputs.gamma), executor.id(inputs.beta), none, none];
    const [y, mean, unbiased, meanAgain, variance, reserve] = executor.run(
      'FusedBatchNormV3',
      fused,
      operands,
      6,
    );
    const float = executor.attributes('float', () => FLOAT);
    const shifted = executor.runForId('AddV2', float, [variance!.id, executor.floatConstant(epsilon)]);
    const invStd = executor.run('Rsqrt', float, [shifted])[0]!;
    executor.release(unbiased!.id, meanAgain!.id, reserve!.id, shifted);
    releaseImage(executor, x, image);
    return [asShapeOf(executor, x, y!), ...[mean!, variance!, invStd].map((each) => executor.tensor(each))];
  },
};

/** With an epsilon of nought and invStd^-2 for the variance, TensorFlow's gradient uses invStd as it is. */
export const batchNormTrainingGrad: TensorflowKernel<KernelOf<typeof NeutypeBatchNormTrainingGrad>> = {
  name: NeutypeBatchNormTrainingGrad.kernel,
  run({ inputs, executor }) {
    const x = inputs.x;
    const float = executor.attributes('float', () => FLOAT);
    const squared = executor.runForId('Square', float, [executor.id(inputs.invStd)]);
    const variance = executor.runForId('Reciprocal', float, [squared]);
    const fused = executor.attributes('FusedBatchNormGradV2', () => ({ ...FUSED, epsilon: { float: 0 } }));
    const [dyImage, xImage] = [asImage(executor, inputs.dy), asImage(executor, x)];
    const operands = [dyImage, xImage, executor.id(inputs.gamma), executor.id(inputs.mean), variance];
    const [dx, dgamma, dbeta, ...reserves] = executor.run('FusedBatchNormGradV2', fused, operands, 5);
    executor.release(squared, variance, ...reserves.map(({ id }) => id));
    releaseImage(executor, inputs.dy, dyImage);
    releaseImage(executor, x, xImage);
    return [asShapeOf(executor, x, dx!), executor.tensor(dgamma!), executor.tensor(dbeta!)];
  },
};

/** TensorFlow normalises [N, H, W, C]; any other rank becomes [rows, 1, 1, C], which is a view of the same values. */
function asImage(executor: Executor, x: TensorInfo): number {
  if (x.shape.length === 4) return executor.id(x);
  const channels = x.shape[x.shape.length - 1]!;
  return reshape(executor, executor.id(x), [-1, 1, 1, channels]).id;
}

function releaseImage(executor: Executor, x: TensorInfo, image: number): void {
  if (x.shape.length !== 4) executor.release(image);
}

function asShapeOf(executor: Executor, x: TensorInfo, image: Parameters<Executor['tensor']>[0]): TensorInfo {
  if (x.shape.length === 4) return executor.tensor(image);
  const shaped = reshape(executor, image.id, x.shape);
  executor.release(image.id);
  return executor.tensor(shaped);
}

function reshape(executor: Executor, id: number, shape: readonly number[]) {
  const made = executor.attributes('Reshape', () => ({ ...FLOAT, Tshape: { type: 'int32' } }));
  return executor.run('Reshape', made, [id, executor.intConstant(shape)])[0]!;
}
