/*
 * What differs between Node and a browser, Node's side. Bundlers replace this file by browser.js through the `browser`
 * field of package.json; both export the same names.
 */

export { crc32 } from 'node:zlib';
export { diskFolder as openFolder } from '../node/diskFolder.js';
export { makeFolder } from '../node/makeFolder.js';
export { openPath } from '../node/openPath.js';
export { toPath } from '../node/toPath.js';
export { writePath } from '../node/writePath.js';
