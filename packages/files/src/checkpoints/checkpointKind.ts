/** What the metadata of a checkpoint's file call it: by itself, for those who only have to tell it from other files. */
export const CHECKPOINT_KIND = 'neutype checkpoint';
