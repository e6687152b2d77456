/** A user's program: XOR with a loss of its own, by the umbrella and its sub-paths alone. */
import { accuracyScore, currentBackend, input, momentum, plotErrors, sigmoid, tanh } from 'neutype';
import { engineInfo } from 'neutype/engine';
import { toPng } from 'neutype/png';
import { mean, square, sub } from 'neutype/tensors';

const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const y = [0, 1, 1, 0];

const optimizer = momentum(input(2).to(tanh(8), sigmoid(1)), {
  loss: (actual, predicted) => mean(square(sub(actual, predicted))),
  batchSize: null,
  step: 1,
  seed: 0,
});
await optimizer.train(x, y, { epochs: 500 });

const right = accuracyScore(y, Array.from((await optimizer.predict(x)).data, Math.round));
const picture = await toPng(plotErrors(optimizer));
if (right !== 1) throw new Error(`XOR was not learned: ${right}`);
if (currentBackend() !== 'cpu' || engineInfo().variant === 'javascript')
  throw new Error('not on the CPU engine');
if (picture.length < 1000) throw new Error('there is no picture');
