export {
  type ByteSource,
  FileError,
  type FileInput,
  readSafetensors,
  type Safetensors,
  writeSafetensors,
} from '@neutype/files';
export { type OnnxOptions, onnxBytes, saveOnnx } from './onnx/onnxBytes.js';
export { exportTorch, saveTorch } from './torch/exportTorch.js';
export { type ImportTorchOptions, importTorch } from './torch/importTorch.js';
export { type TorchCodeOptions, torchCode } from './torch/torchCode.js';
