import type { Network } from '@neutype/layers';
import { type MomentumOptions, momentum, type Optimizer } from '@neutype/optimizers';
import type { Settings } from '../flags.js';
import type { Output } from '../output/output.js';

/** The tutorial's training algorithm; it prints its options itself. */
export function configure(network: Network, settings: Settings, output: Output): Optimizer {
  const { batchSize, step, momentum: rate, seed } = settings;
  const { reporter } = output;
  output.code(
    'const optimizer = momentum(network, {',
    `  loss: 'categoricalCrossentropy', batchSize: ${batchSize}, step: ${step},`,
    `  momentum: ${rate}, nesterov: true, shuffleData: true, seed: ${seed}, verbose: true,`,
    '});',
  );
  return momentum(network, {
    loss: 'categoricalCrossentropy',
    batchSize,
    step,
    momentum: rate,
    nesterov: true,
    shuffleData: true,
    seed,
    ...(reporter === undefined ? toldByEvents(output) : { verbose: true, reporter }),
  });
}

/** Options that make the optimizer tell its epochs to programs rather than people. */
function toldByEvents(output: Output): MomentumOptions {
  return {
    reporter: { print: () => {}, warn: output.note },
    metrics: ['accuracy'],
    signals: (_, { epoch, train, valid, metrics, seconds }) =>
      output.event({ event: 'epoch', epoch, train, valid, metrics, seconds }),
  };
}
