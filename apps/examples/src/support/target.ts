/** Says whether an example reached what it must reach, and makes the process fail if not. */
export function expectAtLeast(what: string, reached: number, target: number): void {
  const isReached = reached >= target;
  console.log(`${what}: ${reached} (target ${target}) ${isReached ? 'reached' : 'MISSED'}`);
  if (!isReached) process.exitCode = 1;
}
