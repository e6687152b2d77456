/**
 * The peak of resident memory that the tutorial's preparation adds to a process, against the size of the float32 array
 * that it ends with: node tools/preparationMemory.mjs
 *
 * The images' bytes are part of it: 0.25 of the array that they become.
 */
import { ndarray } from '@neutype/ndarray';

function peak() {
  return process.resourceUsage().maxRSS * 1024;
}

// Not the peak so far: Linux counts in it what the process was forked from.
const before = process.memoryUsage.rss();
const bytes = new Uint8Array(70_000 * 784);
for (let i = 0; i < bytes.length; i++) bytes[i] = i % 251;
const images = ndarray(bytes, [70_000, 784]);

const x = images.toFloat32().divide(255);
x.subtract(x.mean(0));

const added = peak() - before;
console.log(
  JSON.stringify({
    array: x.data.byteLength,
    added,
    ratio: Number((added / x.data.byteLength).toFixed(3)),
    process: peak(),
  }),
);
