/** Longest time, in milliseconds, that long work keeps timers, input and requests waiting. */
const HELD_BACK = 10;
/** A turn of the event loop in which nobody had anything to do takes a few thousandths of a millisecond. */
const QUIET_TURN = 0.02;
/** In browsers a turn without work takes as long as one with some, and one is enough: all that waits has been queued. */
const TURNS_ARE_CHEAP = 'setImmediate' in globalThis;

/** Tells long work when it is time to let others run. */
export class Breath {
  #last = performance.now();

  /** Whether the event loop has been kept waiting long enough. */
  get due(): boolean {
    return performance.now() - this.#last >= HELD_BACK;
  }

  /** Work goes on that has waited for something: nobody was kept waiting by it meanwhile. */
  goOn(): void {
    this.#last = performance.now();
  }

  /**
   * Lets everything run that has been waiting, and what comes of it: Node takes a single connection in each turn of the event
   * loop, and reads its request in the next. Others have as much time as the work has had, or 10 ms.
   */
  async take(): Promise<void> {
    const began = performance.now();
    const longest = Math.max(HELD_BACK, began - this.#last);
    let now = began;
    let turn: number;
    do {
      const before = now;
      await nextTurn();
      now = performance.now();
      turn = now - before;
    } while (turn > QUIET_TURN && now - began < longest && TURNS_ARE_CHEAP);
    this.#last = now;
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
