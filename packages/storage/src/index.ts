export {
  type ByteSource,
  FileError,
  type FileInput,
  readSafetensors,
  type Safetensors,
  writeSafetensors,
} from '@neutype/files';
export { importKerasWeights } from './keras/importKerasWeights.js';
export { type KerasCodeOptions, kerasCode } from './keras/kerasCode.js';
export { type LoadKerasOptions, loadKeras } from './keras/loadKeras.js';
export { kerasWeights, saveKerasWeights } from './keras/saveKerasWeights.js';
export { type LoadModelJsonOptions, loadModelJson } from './modelJson/loadModelJson.js';
export type { ModelArtifacts, ModelJsonInput } from './modelJson/modelFiles.js';
export { modelJson } from './modelJson/modelJson.js';
export { saveModelJson } from './modelJson/saveModelJson.js';
export type { Classification } from './network/classes.js';
export { type LoadNetworkOptions, load } from './network/load.js';
export { type ClassifyOptions, LoadedNetwork } from './network/loadedNetwork.js';
export type { Preparation, PreparationByInput, PreparationStep } from './network/preparation.js';
export { networkToSafetensors, type SaveNetworkOptions, save } from './network/save.js';
export { type LoadOnnxOptions, loadOnnx } from './onnx/loadOnnx.js';
export { type OnnxOptions, onnxBytes, saveOnnx } from './onnx/onnxBytes.js';
export { type ImportTorchWeightsOptions, importTorchWeights } from './torch/importTorchWeights.js';
export type { ModuleNames } from './torch/moduleNames.js';
export { type TorchCodeOptions, torchCode } from './torch/torchCode.js';
export { saveTorchWeights, type TorchWeightsOptions, torchWeights } from './torch/torchWeights.js';
