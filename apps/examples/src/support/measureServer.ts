/** An image of 784 bytes, and the digit on it. */
export interface Labeled {
  readonly image: Uint8Array<ArrayBuffer>;
  readonly digit: number;
}

/** How a server answered. */
export interface Measured {
  /** The share of digits that it read right. */
  readonly accuracy: number;
  /** How long each answer took, in milliseconds, in rising order. */
  readonly latencies: readonly number[];
  readonly requestsPerSecond: number;
}

/** Has clients ask a server at once, each as soon as it has the answer before. */
export async function measureServer(
  address: string,
  digits: readonly Labeled[],
  clients: number,
): Promise<Measured> {
  const latencies: number[] = [];
  let next = 0;
  let right = 0;
  async function client(): Promise<void> {
    for (let labeled = digits[next++]; labeled !== undefined; labeled = digits[next++]) {
      const start = performance.now();
      const response = await fetch(`${address}/predict`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: labeled.image,
      });
      const { label } = (await response.json()) as { readonly label?: string };
      latencies.push(performance.now() - start);
      if (label === String(labeled.digit)) right += 1;
    }
  }
  const start = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - start) / 1000;
  return {
    accuracy: right / digits.length,
    latencies: latencies.sort((a, b) => a - b),
    requestsPerSecond: digits.length / seconds,
  };
}

/** The value that a share of the others does not exceed. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
}
