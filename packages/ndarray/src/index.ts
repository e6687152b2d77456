export { type NestedNumbers, ndarray, zeros } from './create.js';
export { type DType, dtypeOf, type FloatOf, type TypedArray, type TypedArrayByDType } from './dtype.js';
export { formatFixed } from './format/decimal.js';
export { isNdArray, NdArray, type NestedArray } from './NdArray.js';
export { formatShape } from './shape.js';
