/**
 * A server that trains: `node trainingServer.js NETWORK [idle]`. It tells its port over the channel to its parent, and then
 * trains until that ends, or only answers if it is to be idle.
 */
import '@neutype/backend-cpu';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ndarray, sizeOf } from '@neutype/ndarray';
import { momentum } from '@neutype/optimizers';
import { networks } from '../engine/networks.js';
import { BATCH_SIZE, MOMENTUM, type NetworkName, STEP } from '../workloads/networks.js';
import { oneHotRows, someValues } from '../workloads/values.js';

const SAMPLES = 8 * BATCH_SIZE;
const network = networks[process.argv[2] as NetworkName]();
const { inputShape } = network;
const samples = ndarray(someValues(SAMPLES * sizeOf(inputShape)), [SAMPLES, ...inputShape]);
const targets = ndarray(oneHotRows(SAMPLES, 10), [SAMPLES, 10]);
const optimizer = momentum(network, {
  batchSize: BATCH_SIZE,
  loss: 'categoricalCrossentropy',
  momentum: MOMENTUM,
  step: STEP / 100,
  seed: 0,
});

const server = createServer(async (request, response) => {
  if (request.url === '/predict') await optimizer.predict(samples.rows(0, 1));
  response.end(String(optimizer.updatesMade));
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());
if (process.argv[3] !== 'idle') {
  await optimizer.train(samples, targets, { epochs: 1e9, validationSplit: 0.125 });
}
