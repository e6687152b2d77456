/** In place of the build for V8's revectorizer in bundles for browsers (`browser` in package.json), which have no such flag. */
export const wide: string = '';
