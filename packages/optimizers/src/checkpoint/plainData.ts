export type { PlainData } from '@neutype/files';
