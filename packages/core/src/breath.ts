/** Longest time, in milliseconds, that long work keeps timers, input and signals waiting. */
const HELD_BACK = 50;

/** Tells long work when it is time to let others run. */
export class Breath {
  #last = performance.now();

  /** Whether the event loop has been kept waiting long enough. */
  get due(): boolean {
    return performance.now() - this.#last >= HELD_BACK;
  }

  /** Lets everything run that has been waiting. */
  async take(): Promise<void> {
    await nextTurn();
    this.#last = performance.now();
  }
}

/**
 * The next turn of the event loop. Not `setTimeout`, which browsers hold back for milliseconds, and slow down to a
 * second in pages that are not looked at.
 */
function nextTurn(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => unknown };
  if (setImmediate) return new Promise((resolve) => void setImmediate(() => resolve()));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
