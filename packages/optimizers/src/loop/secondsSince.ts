/** Seconds since a moment that `performance.now()` told. */
export function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}
