/** In place of the build for V8's revectorizer in bundles for browsers (`browser` in package.json), which have no such flag. */
// biome-ignore lint/plugin: named as the export that it stands for
export const wide: string = '';
