export { constant } from './initializers/constant.js';
export { heNormal } from './initializers/heNormal.js';
export { heUniform } from './initializers/heUniform.js';
export type { Initializer } from './initializers/initializer.js';
export { lecunNormal } from './initializers/lecunNormal.js';
export { lecunUniform } from './initializers/lecunUniform.js';
export { normal } from './initializers/normal.js';
export { uniform } from './initializers/uniform.js';
export { xavierNormal } from './initializers/xavierNormal.js';
export { xavierUniform } from './initializers/xavierUniform.js';
export type { InitialValue } from './initialValue.js';
export { join } from './join.js';
export { avgPool2d } from './kinds/avgPool2d.js';
export { type BatchNormOptions, batchNorm } from './kinds/batchNorm.js';
export { type Conv2dOptions, conv2d } from './kinds/conv2d.js';
export type { DenseOptions } from './kinds/dense.js';
export { dropout } from './kinds/dropout.js';
export { flatten } from './kinds/flatten.js';
export { type InputShape, input } from './kinds/input.js';
export { linear } from './kinds/linear.js';
export { maxPool2d } from './kinds/maxPool2d.js';
export type { Pool2dOptions } from './kinds/pool2d.js';
export { relu } from './kinds/relu.js';
export { reshape } from './kinds/reshape.js';
export { sigmoid } from './kinds/sigmoid.js';
export { softmax } from './kinds/softmax.js';
export { tanh } from './kinds/tanh.js';
export {
  type Layer,
  type LayerContext,
  type LayerDefinition,
  type LayerForward,
  type LayerVariables,
  layer,
  type ParameterDefinition,
  type ParameterDefinitions,
  type ShapeRule,
} from './layer.js';
export { nearestLayer } from './layerNames.js';
export { Network } from './network.js';
export type { PlacedLayer } from './placedLayer.js';
export { type PredictOptions, predict } from './predict.js';
export type { Shape } from './shape.js';
export type { Through } from './through.js';
export type { Padding, Pair } from './window.js';
