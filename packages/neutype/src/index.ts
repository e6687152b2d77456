import '@neutype/backend-cpu';

export * from '@neutype/architectures';
export * as architectures from '@neutype/architectures';
export {
  type BackendDiagnosis,
  BackendUnavailableError,
  backendNames,
  currentBackend,
  DataError,
  DisposedError,
  diagnoseBackends,
  type ForwardContext,
  type Model,
  modelWithPorts,
  moveToBackend,
  NeutypeError,
  NonFiniteError,
  NotInitializedError,
  OptionError,
  Parameter,
  type ParameterFilter,
  ShapeError,
  useBackend,
} from '@neutype/core';
export * from '@neutype/datasets';
export * as datasets from '@neutype/datasets';
export * from '@neutype/layers';
export * as layers from '@neutype/layers';
export * from '@neutype/losses';
export * as losses from '@neutype/losses';
export * from '@neutype/metrics';
export * as metrics from '@neutype/metrics';
export { isNdArray, NdArray, ndarray, zeros } from '@neutype/ndarray';
export * from '@neutype/optimizers';
export * as algorithms from '@neutype/optimizers';
export * from '@neutype/plots';
export * as plots from '@neutype/plots';
export { freshSeed, Random, random } from '@neutype/random';
export * from '@neutype/storage';
export * as storage from '@neutype/storage';
