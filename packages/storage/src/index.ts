export {
  type ByteSource,
  FileError,
  type FileInput,
  readSafetensors,
  type Safetensors,
  writeSafetensors,
} from '@neutype/files';
