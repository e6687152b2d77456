/** What Ctrl-C does. */
export interface Interrupts {
  /**
   * Does work that the next Ctrl-C asks to stop, by the signal, rather than ending the process. At all other times, and
   * when it comes again, Ctrl-C quits at once.
   */
  stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** Where Ctrl-C comes from: a process. */
export interface InterruptSource {
  on(event: 'SIGINT', listener: () => void): unknown;
}

/** One press may come twice, from the terminal and passed on by npm: a second signal so soon is the same press. */
const SAME_PRESS_MILLISECONDS = 250;

/**
 * Listens to Ctrl-C.
 *
 * @param onStop called when work was asked to stop
 * @param onQuit ends the process
 */
export function listenToInterrupts(
  source: InterruptSource,
  { onStop, onQuit }: { readonly onStop: () => void; readonly onQuit: () => void },
): Interrupts {
  let work: AbortController | undefined;
  let lastPress = Number.NEGATIVE_INFINITY;
  source.on('SIGINT', () => {
    const now = performance.now();
    if (now - lastPress < SAME_PRESS_MILLISECONDS) return;
    lastPress = now;
    if (work === undefined || work.signal.aborted) return onQuit();
    work.abort();
    onStop();
  });
  return {
    async stoppable(start) {
      const controller = new AbortController();
      work = controller;
      try {
        return await start(controller.signal);
      } finally {
        work = undefined;
      }
    },
  };
}
