import { beforeEach, describe, expect, it } from '@jest/globals';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  backend,
  type backend_util,
  mul,
  registerBackend,
  removeBackend,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import {
  compileStep,
  type EngineCapabilities,
  stagedScalar,
  stagedTensor,
  useBackend,
} from '../src/index.js';

/** Its programs do nothing but count; its staged tensors lie in memory of its own, which nobody else gets to see. */
class RecordingBackend extends MathBackendCPU implements EngineCapabilities {
  replays = 0;
  programs = 0;

  recordStep: NonNullable<EngineCapabilities['recordStep']> = (step) => {
    const compile = () => {
      this.programs++;
      return { replay: () => void this.replays++, dispose: () => void this.programs-- };
    };
    return { value: step(), recording: { difference: () => undefined, compile, dispose: () => {} } };
  };

  allocateStaging: NonNullable<EngineCapabilities['allocateStaging']> = (shape, dtype) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const values = dtype === 'int32' ? new Int32Array(size) : new Float32Array(size);
    return { tensor: tensor(values, [...shape], dtype), view: () => values as never };
  };

  override readSync(dataId: object): backend_util.BackendValues {
    return (super.readSync(dataId) as Float32Array).slice();
  }
}

function inUse(): RecordingBackend {
  return backend() as unknown as RecordingBackend;
}

/** Another backend in the place, and under the name, of the one in use. */
async function registerAnew(): Promise<void> {
  removeBackend('cpu');
  registerBackend('cpu', () => new RecordingBackend());
  await useBackend('cpu');
}

beforeEach(registerAnew);

describe('when a backend is registered anew under the same name', () => {
  it('a compiled step gives up its program and records on the new one', async () => {
    let runs = 0;
    const x = stagedTensor([1], 'float32');
    const step = compileStep({
      step: () => {
        runs++;
        return [tidy(() => mul(x.tensor, 2))];
      },
      replayable: true,
      externals: (): Tensor[] => [],
    });
    for (let i = 0; i < 5; i++) step.run();
    const first = inUse();
    expect([runs, first.replays, first.programs]).toEqual([2, 3, 1]);

    await registerAnew();
    for (let i = 0; i < 5; i++) step.run();
    expect([runs, first.replays, first.programs]).toEqual([4, 3, 0]);
    expect([inUse().replays, inUse().programs]).toEqual([3, 1]);
    step.dispose();
    x.dispose();
  });

  it('staged tensors and numbers are written to the new one', async () => {
    const batch = stagedTensor([2], 'float32');
    const rate = stagedScalar(0.5, 'float32');
    batch.fill((target) => target.set([1, 2]));
    expect([...mul(batch.tensor, rate.tensor).dataSync()]).toEqual([0.5, 1]);

    await registerAnew();
    for (const [a, b] of [
      [3, 4],
      [5, 6],
    ] as const) {
      batch.fill((target) => target.set([a, b]));
      rate.value = a;
      expect([...mul(batch.tensor, rate.tensor).dataSync()]).toEqual([a * a, a * b]);
    }
    batch.dispose();
    rate.dispose();
  });
});
