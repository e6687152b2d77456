export type { ByteSource } from './byteSource.js';
export { FileError } from './fileError.js';
export { type FileInput, withFile } from './fileInput.js';
export { readSafetensors, type Safetensors } from './safetensors/readSafetensors.js';
export { writeSafetensors } from './safetensors/writeSafetensors.js';
export { writeFile } from './writeFile.js';
