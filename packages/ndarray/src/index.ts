export { type NestedNumbers, ndarray, zeros } from './create.js';
export type { DType, FloatOf, TypedArray, TypedArrayByDType } from './dtype.js';
export { isNdArray, NdArray, type NestedArray } from './NdArray.js';
export { formatShape } from './shape.js';
