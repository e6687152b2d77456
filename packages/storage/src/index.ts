export {
  type ByteSource,
  FileError,
  type FileInput,
  readSafetensors,
  type Safetensors,
  writeSafetensors,
} from '@neutype/files';
export { type OnnxOptions, onnxBytes, saveOnnx } from './onnx/onnxBytes.js';
