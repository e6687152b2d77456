export { ndarray, zeros } from './create.js';
export { type DType, dtypeOf, type FloatOf, type TypedArray, type TypedArrayByDType } from './dtype.js';
export { formatFixed } from './format/decimal.js';
export { isNdArray, NdArray, type NestedArray } from './ndArray.js';
export { formatShape, lastAxisFirst, sameShape, sizeOf } from './shape.js';
export {
  type ArrayInput,
  checkFinite,
  checkFloat32,
  checkIndices,
  type NestedNumbers,
  toNdArray,
} from './toNdArray.js';
