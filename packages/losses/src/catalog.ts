/** All losses. What is exported here is exported by the package, and known by its name to the `loss` option. */
export { type BinaryCrossentropyOptions, binaryCrossentropy } from './kinds/binaryCrossentropy.js';
export { type BinaryFocalOptions, binaryFocal } from './kinds/binaryFocal.js';
export { type BinaryHingeOptions, binaryHinge } from './kinds/binaryHinge.js';
export {
  type CategoricalCrossentropyOptions,
  categoricalCrossentropy,
} from './kinds/categoricalCrossentropy.js';
export { type CategoricalFocalOptions, categoricalFocal } from './kinds/categoricalFocal.js';
export { categoricalHinge } from './kinds/categoricalHinge.js';
export { type ContrastiveOptions, contrastive } from './kinds/contrastive.js';
export { cosineDistance } from './kinds/cosineDistance.js';
export { type DiceOptions, dice } from './kinds/dice.js';
export { gaussianKl } from './kinds/gaussianKl.js';
export { type HuberOptions, huber } from './kinds/huber.js';
export { klDivergence } from './kinds/klDivergence.js';
export { logCosh } from './kinds/logCosh.js';
export { mae } from './kinds/mae.js';
export { mse } from './kinds/mse.js';
export { msle } from './kinds/msle.js';
export { type MultiMarginOptions, multiMargin } from './kinds/multiMargin.js';
export { type PoissonOptions, poisson } from './kinds/poisson.js';
export { rmse } from './kinds/rmse.js';
export { rmsle } from './kinds/rmsle.js';
export { squaredHinge } from './kinds/squaredHinge.js';
export { type TripletOptions, triplet } from './kinds/triplet.js';
export { type TripletMarginOptions, tripletMargin } from './kinds/tripletMargin.js';
