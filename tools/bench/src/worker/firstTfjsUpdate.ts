import { BATCH_SIZE, MOMENTUM, STEP, tutorialSizes } from '../workloads/networks.js';
import { oneHotRows, someValues } from '../workloads/values.js';

/** As `firstUpdate`, with tfjs. */
const began = performance.now();
const tf = await import('@tensorflow/tfjs');
const imported = performance.now() - began;
const [inputs = 0, first = 0, second = 0, classes = 0] = tutorialSizes;
const model = tf.sequential();
model.add(tf.layers.dense({ inputShape: [inputs], units: first, activation: 'relu' }));
model.add(tf.layers.dense({ units: second, activation: 'relu' }));
model.add(tf.layers.dense({ units: classes, activation: 'softmax' }));
model.compile({ optimizer: tf.train.momentum(STEP, MOMENTUM), loss: 'categoricalCrossentropy' });
const x = tf.tensor(someValues(BATCH_SIZE * inputs), [BATCH_SIZE, inputs]);
const y = tf.tensor(oneHotRows(BATCH_SIZE, classes), [BATCH_SIZE, classes]);
await model.fit(x, y, { batchSize: BATCH_SIZE, epochs: 1, verbose: 0 });
console.log(JSON.stringify({ imported, updated: performance.timeOrigin + performance.now() }));
