/**
 * What waits to be checked: packages, each with the files edited in it. One package is checked at a time, and the newest
 * edit ends what runs, whose files then wait again.
 *
 * @param check takes a package, its files (undefined: all tests) and a signal; gives undefined where that ended it
 */
export function checkQueue(check) {
  const waiting = new Map();
  let running;

  function add(target, files) {
    const known = waiting.has(target) ? waiting.get(target) : [];
    waiting.set(target, files && known && [...new Set([...known, ...files])]);
  }
  async function run() {
    if (running !== undefined) return;
    running = new AbortController();
    while (waiting.size > 0) {
      const [target, files] = waiting.entries().next().value;
      waiting.delete(target);
      running = new AbortController();
      if ((await check(target, files, running.signal)) === undefined) add(target, files);
    }
    running = undefined;
  }
  return {
    /** Checks a package after what was added before it, or starts again with what is checked now. */
    add(target, files) {
      add(target, files);
      running?.abort();
      return run();
    },
  };
}
