export type { ByteSource } from './byteSource.js';
export type { Checkpoint, CheckpointLabel, CheckpointStore } from './checkpoints/checkpoint.js';
export {
  type CheckpointDirectory,
  type CheckpointDirectoryOptions,
  checkpointDirectory,
} from './checkpoints/checkpointDirectory.js';
export { CHECKPOINT_KIND } from './checkpoints/checkpointKind.js';
export type { PlainData } from './checkpoints/plainData.js';
export { FileError } from './fileError.js';
export { type FileInput, withFile } from './fileInput.js';
export { decodeHalf, widened } from './halfPrecision.js';
export { makeFolder, toPath } from './paths.js';
export type { Pieces } from './pieces.js';
export {
  openSafetensors,
  readSafetensors,
  type Safetensors,
  type StoredTensor,
} from './safetensors/readSafetensors.js';
export { type AnnouncedTensor, safetensorsHeader, writeSafetensors } from './safetensors/writeSafetensors.js';
export { writeFile } from './writeFile.js';
