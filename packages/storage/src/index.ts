export type { ByteSource } from './byteSource.js';
export { readSafetensors, type Safetensors } from './safetensors/readSafetensors.js';
export { writeSafetensors } from './safetensors/writeSafetensors.js';
