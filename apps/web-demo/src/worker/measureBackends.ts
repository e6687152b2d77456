import type { Network } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { momentum } from '@neutype/optimizers';
import { random } from '@neutype/random';
import type { BackendMeasurement } from '../shared/protocol.js';
import { CLASSES, DIGIT_PIXELS } from '../shared/recipe.js';
import { type BackendName, choices } from '../shared/settings.js';
import { buildNetwork } from './architecture/buildNetwork.js';
import { activateBackend, whyUnavailable } from './backends.js';

const STEPS = 10;
/** How long a backend may warm up, and how long it is measured, in milliseconds: at least one step. */
const PATIENCE = 4000;

interface Work {
  readonly architecture: string;
  readonly batchSize: number;
  /** Ends the measurement; what was measured is kept. */
  readonly signal: AbortSignal;
}

/**
 * How long one training step takes on each backend, or why there is none. Leaves the last of them in use.
 *
 * @param onChange told before each backend, and at last, what was measured so far and which comes next
 */
export async function measureBackends(
  work: Work,
  onChange: (measured: readonly BackendMeasurement[], next: BackendName | undefined) => void,
): Promise<void> {
  const measured: BackendMeasurement[] = [];
  for (const backend of choices.backend) {
    onChange([...measured], backend);
    const measurement = await measure(backend, work);
    if (work.signal.aborted) return;
    measured.push(measurement);
  }
  onChange(measured, undefined);
}

async function measure(backend: BackendName, work: Work): Promise<BackendMeasurement> {
  try {
    const unavailable = await whyUnavailable(backend);
    if (unavailable !== undefined) return { backend, unavailable };
    await activateBackend(backend);
    const network = buildNetwork(work.architecture);
    try {
      return { backend, millisecondsPerStep: await timeSteps(network, work) };
    } finally {
      network.dispose();
    }
  } catch (error) {
    return { backend, unavailable: error instanceof Error ? error.message : String(error) };
  }
}

async function timeSteps(network: Network, { batchSize, signal }: Work): Promise<number> {
  let deadline = 0;
  const optimizer = momentum(network, {
    loss: 'categoricalCrossentropy',
    step: 1e-4,
    batchSize,
    seed: 0,
    reporter: { color: false, print: () => {}, warn: () => {} },
    signals: {
      updateEnd: () => {
        if (performance.now() > deadline) optimizer.stop();
      },
    },
  });
  const { x, y } = noise(batchSize * STEPS, network.inputShape);
  async function run() {
    const [began, before] = [performance.now(), optimizer.updatesMade];
    deadline = began + PATIENCE;
    await optimizer.train(x, y, { epochs: 1, signal });
    return (performance.now() - began) / (optimizer.updatesMade - before);
  }
  try {
    await run();
    return await run();
  } finally {
    optimizer.dispose();
  }
}

function noise(samples: number, inputShape: readonly number[]) {
  const generator = random(0);
  const x = ndarray(new Float32Array(samples * DIGIT_PIXELS), [samples, ...inputShape]);
  const y = new Float32Array(samples * CLASSES);
  generator.fillNormal(x.data, 0, 0.3);
  for (let sample = 0; sample < samples; sample++) y[sample * CLASSES + generator.integer(CLASSES)] = 1;
  return { x, y: ndarray(y, [samples, CLASSES]) };
}
