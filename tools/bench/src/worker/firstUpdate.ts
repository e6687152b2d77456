import { BATCH_SIZE, STEP, tutorialSizes } from '../workloads/networks.js';
import { oneHotRows, someValues } from '../workloads/values.js';

/** A program of its own: prints how long importing Neutype takes, and when the first update of a new network is made. */
const began = performance.now();
const { input, momentum, ndarray, relu, softmax } = await import('neutype');
const imported = performance.now() - began;
const [inputs = 0, first = 0, second = 0, classes = 0] = tutorialSizes;
const network = input(inputs).to(relu(first), relu(second), softmax(classes));
const optimizer = momentum(network, { batchSize: BATCH_SIZE, loss: 'categoricalCrossentropy', step: STEP });
const x = ndarray(someValues(BATCH_SIZE * inputs), [BATCH_SIZE, inputs]);
const y = ndarray(oneHotRows(BATCH_SIZE, classes), [BATCH_SIZE, classes]);
await optimizer.train(x, y, { epochs: 1 });
console.log(JSON.stringify({ imported, updated: performance.timeOrigin + performance.now() }));
