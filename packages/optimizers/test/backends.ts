import type { EngineCapabilities } from '@neutype/core';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { copyRegisteredKernels, type DataId, registerBackend } from '@tensorflow/tfjs-core';

/** tfjs's own cpu backend, under a name of its own beside the engine. */
class StockBackend extends MathBackendCPU implements EngineCapabilities {
  readonly runsOwnKernels = false;
}

/** A backend like those of graphics cards: what it computed is read later, or not at all. */
class AsynchronousBackend extends StockBackend {
  readonly readsAreFree = false;

  override async read(dataId: DataId): ReturnType<StockBackend['read']> {
    await new Promise((resolve) => setImmediate(resolve));
    return super.readSync(dataId);
  }

  override readSync(): never {
    throw new Error('asynchronous: nothing can be read synchronously');
  }
}

/** Makes `stock` and `asynchronous` known; the engine must have been imported before. */
export function registerTestBackends(): void {
  registerBackend('stock', () => new StockBackend());
  registerBackend('asynchronous', () => new AsynchronousBackend());
  for (const name of ['stock', 'asynchronous']) copyRegisteredKernels('cpu', name);
}
