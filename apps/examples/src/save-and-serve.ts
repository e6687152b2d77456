/**
 * A network is trained on digits and saved, and a server loads the file and answers many at once.
 *
 * The file holds all that a prediction needs: the layers, their values, what is done to pixels, and the names of the classes. The
 * server knows nothing else of the network. Requests that come in while others are computed are answered together.
 *
 * Takes a file, and trains only where it is not there yet; serves on port 3000, or another: `save-and-serve digits.safetensors
 * 8080`. With `--check` it asks itself: 32 clients at once, and says how long they waited.
 *
 *     curl --data-binary @digit.bin -H 'content-type: application/octet-stream' localhost:3000/predict
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adam, input, type LabeledImages, load, mnist, relu, save, softmax } from 'neutype';
import { type DigitServer, serveDigits } from './support/digitServer.js';
import { type Labeled, measureServer, quantile } from './support/measureServer.js';
import { expectAtLeast } from './support/target.js';

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));
const CLIENTS = 32;
/** What 99 of 100 answers must come within, in milliseconds. */
const PATIENCE = 250;

async function trainAndSave(file: string, { images, labels }: LabeledImages): Promise<void> {
  const network = input(784).to(relu(128), softmax(10));
  const optimizer = adam(network, {
    loss: 'categoricalCrossentropy',
    batchSize: 64,
    shuffleData: true,
    seed: 0,
    verbose: true,
  });
  const raw = images.toFloat32().reshape(-1, 784);
  await optimizer.train(raw.divide(255), labels, { epochs: 3 });
  await save(network, file, { classes: DIGITS, preparation: [{ divide: 255 }], seed: 0 });
  network.dispose();
}

function labeled({ images, labels }: LabeledImages): readonly Labeled[] {
  const rows = images.reshape(-1, 784);
  return Array.from({ length: Math.min(rows.length, 4000) }, (_, row) => ({
    image: Uint8Array.from(rows.row(row).data),
    digit: labels.data[row] as number,
  }));
}

async function check(server: DigitServer, digits: readonly Labeled[]): Promise<void> {
  // Connections are made and code is compiled first.
  await measureServer(server.address, digits.slice(0, 4 * CLIENTS), CLIENTS);
  const { accuracy, latencies, requestsPerSecond } = await measureServer(server.address, digits, CLIENTS);
  const [median, slow] = [0.5, 0.99].map((share) => quantile(latencies, share).toFixed(1));
  console.log(
    `${CLIENTS} clients, ${digits.length} requests: p50 ${median} ms, p99 ${slow} ms, ${requestsPerSecond.toFixed(0)} a second`,
  );
  const inTime = latencies.filter((latency) => latency <= PATIENCE).length / latencies.length;
  expectAtLeast('Accuracy of the answers', accuracy, 0.94);
  expectAtLeast(`Answers within ${PATIENCE} ms`, inTime, 0.99);
}

function closeOnSignal(server: DigitServer): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.log('Closing.');
      void server.close();
    });
  }
}

const isCheck = process.argv.includes('--check');
const [, , given = 'neutype-digits.safetensors', port = '3000'] = process.argv;
const folder = isCheck ? await mkdtemp(join(tmpdir(), 'save-and-serve-')) : undefined;
const file = folder === undefined ? given : join(folder, 'digits.safetensors');

if (!existsSync(file)) await trainAndSave(file, (await mnist({ fallback: 'synthetic' })).train);
const server = await serveDigits(await load(file), isCheck ? 0 : Number(port));
console.log(`Serving ${file} on ${server.address}`);

if (folder === undefined) {
  closeOnSignal(server);
} else {
  await check(server, labeled((await mnist({ fallback: 'synthetic' })).test));
  await server.close();
  await rm(folder, { recursive: true });
}
