/** A matrix product, `[m, k] · [k, n]`, with the operands as they are stored. */
export interface Product {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

function product(m: number, k: number, n: number, letters: 'NN' | 'TN' | 'NT'): [string, Product] {
  return [
    `${letters} ${m}×${k}×${n}`,
    { m, k, n, transposeA: letters[0] === 'T', transposeB: letters[1] === 'T' },
  ];
}

/** The products of the tutorial's first layer, forward and backward, and square ones: large and very large. */
export const products: ReadonlyMap<string, Product> = new Map([
  product(128, 784, 500, 'NN'),
  product(784, 128, 500, 'TN'),
  product(128, 500, 784, 'NT'),
  product(1024, 1024, 1024, 'NN'),
  product(1024, 1024, 1024, 'TN'),
  product(1024, 1024, 1024, 'NT'),
  product(2048, 2048, 2048, 'NN'),
  product(2048, 2048, 2048, 'TN'),
  product(2048, 2048, 2048, 'NT'),
]);

export function operationsOf({ m, k, n }: Product): number {
  return 2 * m * k * n;
}

/** A kernel that waits for memory: the bytes that it must read and write at least. */
export interface MemoryKernel {
  readonly name: 'copy' | 'add' | 'relu' | 'sum' | 'transpose' | 'softmax' | 'logSoftmax';
  readonly shape: readonly [number, number];
  readonly bytes: number;
}

/** Arrays of 8 MB, which may lie in a cache, and of 128 MB, which do not. */
export const memoryShapes = [
  [2048, 1024],
  [32768, 1024],
] as const;

function memoryKernel(
  name: MemoryKernel['name'],
  arraysMoved: number,
): (shape: MemoryKernel['shape']) => MemoryKernel {
  return (shape) => ({ name, shape, bytes: arraysMoved * shape[0] * shape[1] * 4 });
}

/** What the others are measured against. */
export const copyKernel = memoryKernel('copy', 2);

export const memoryKernels = [
  memoryKernel('add', 3),
  memoryKernel('relu', 2),
  memoryKernel('sum', 1),
  memoryKernel('transpose', 2),
  memoryKernel('softmax', 2),
  memoryKernel('logSoftmax', 2),
] as const;
