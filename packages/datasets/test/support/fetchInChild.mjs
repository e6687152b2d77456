// Fetches the test file in a process of its own: node fetchInChild.mjs <cache directory> <mirror> <content length>.
import { cachedFile } from '../../src/fetch/cachedFile.js';
import { diskCache } from '../../src/fetch/diskCache.js';
import { gunzip } from '../../src/platform/node.js';

const [directory, mirror, length] = process.argv.slice(2);
const cache = await diskCache(directory, (reason) => console.log(`unwritable: ${reason}`));
const { content, source } = await cachedFile(
  {
    what: 'the test file',
    name: 'digits-ubyte',
    urls: [`${mirror}digits-ubyte.gz`],
    bytes: Number(length),
    verify: (bytes) => gunzip(bytes, Number(length)),
  },
  cache,
  { onNotice: console.log },
);
console.log(`${content.length} bytes from ${source}`);
