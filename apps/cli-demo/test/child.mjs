/** The demo in a process of its own, on few easy pictures or, with WAIT set, waiting for pictures that never come. */
import { demo } from '../src/demo.js';
import { endWithOutput } from '../src/endWithOutput.js';

const { NdArray } = await import('@neutype/ndarray');
const SAMPLES = 1400;

function pictures() {
  const images = new Uint8Array(SAMPLES * 784).map((_, index) => (index * 7919) % 256);
  const labels = new Uint8Array(SAMPLES).map((_, index) => index % 10);
  return {
    images: new NdArray(images, [SAMPLES, 784]),
    labels: new NdArray(labels, [SAMPLES]),
    source: 'directory',
  };
}

const load = process.env.WAIT
  ? () => {
      process.stdout.write('waiting\n');
      return new Promise(() => setInterval(() => {}, 1000));
    }
  : async () => pictures();

endWithOutput(process);
process.exitCode = await demo(process.argv.slice(2), process, load);
