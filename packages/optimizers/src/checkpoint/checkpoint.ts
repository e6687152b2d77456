export type { Checkpoint, CheckpointLabel, CheckpointStore } from '@neutype/files';
