/** The smallest example: a network that learns when exactly one of two inputs is on, in about a second. */
import { gradientDescent, input, sigmoid, tanh } from 'neutype';
import { expectAtLeast } from './support/target.js';

const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const y = [0, 1, 1, 0];

const network = input(2).to(tanh(8), sigmoid(1));
console.log(String(network));

const optimizer = gradientDescent(network, {
  loss: 'binaryCrossentropy',
  batchSize: null, // all four samples at each update
  step: 0.5,
  seed: 0,
  showEpoch: 500,
  verbose: true,
});
await optimizer.train(x, y, { epochs: 2000 });

const output = await optimizer.predict(x);
console.log(`\nOutputs for ${JSON.stringify(x)}:\n${output}`);
const right = y.filter((target, row) => Math.round(output.data[row] ?? Number.NaN) === target).length;
expectAtLeast('Right answers', right, 4);
