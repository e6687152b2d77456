import { currentBackend, useBackend } from '@neutype/core';
import { ndarray } from '@neutype/ndarray';
import { momentum } from '@neutype/optimizers';
import { random } from '@neutype/random';
import { buildNetwork } from '../architecture/buildNetwork.js';
import { type BackendName, choices } from '../settings/settings.js';
import { activateBackend, whyUnavailable } from './backends.js';
import type { BackendMeasurement } from './protocol.js';

const STEPS = 10;

interface Work {
  readonly architecture: string;
  readonly batchSize: number;
}

/** How long one training step takes on each backend, or why it cannot be had. Leaves the backend in use as it was. */
export async function measureBackends(work: Work): Promise<BackendMeasurement[]> {
  const before = currentBackend();
  const measured: BackendMeasurement[] = [];
  for (const backend of choices.backend) {
    const unavailable = await whyUnavailable(backend);
    measured.push(unavailable === undefined ? await measure(backend, work) : { backend, unavailable });
  }
  if (before) await useBackend(before);
  return measured;
}

async function measure(backend: BackendName, { architecture, batchSize }: Work): Promise<BackendMeasurement> {
  try {
    await activateBackend(backend);
    const network = buildNetwork(architecture);
    const reporter = { colours: false, print: () => {}, warn: () => {} };
    const optimizer = momentum(network, {
      loss: 'categoricalCrossentropy',
      step: 1e-4,
      batchSize,
      seed: 0,
      reporter,
    });
    const { x, y } = noise(batchSize * STEPS);
    await optimizer.train(x, y, { epochs: 1 });
    const began = performance.now();
    await optimizer.train(x, y, { epochs: 1 });
    const millisecondsPerStep = (performance.now() - began) / STEPS;
    optimizer.dispose();
    for (const parameter of network.parameters) parameter.dispose();
    return { backend, millisecondsPerStep };
  } catch (error) {
    return { backend, unavailable: error instanceof Error ? error.message : String(error) };
  }
}

function noise(samples: number) {
  const generator = random(0);
  const x = new Float32Array(samples * 784);
  const y = new Float32Array(samples * 10);
  generator.fillNormal(x, 0, 0.3);
  for (let sample = 0; sample < samples; sample++) y[sample * 10 + generator.integer(10)] = 1;
  return { x: ndarray(x, [samples, 784]), y: ndarray(y, [samples, 10]) };
}
