/** Reads files and folders, in Node: CSV, JSON lines, images. Folders of images need the package `sharp`. */
export * from '@neutype/datasets/files';
