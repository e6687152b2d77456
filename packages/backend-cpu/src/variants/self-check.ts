import { BackendUnavailableError } from '@neutype/errors';
import type { Runtime } from '../engine/runtime.js';
import { opcode } from '../generated/opcodes.js';

const [M, N, K] = [23, 45, 37];
/** Often enough for V8 to compile the kernel with its optimising compiler, whose work is being checked. */
const RUNS = 3000;

/**
 * Multiplies two small matrices with small whole numbers, whose sums are exact, and compares with JavaScript.
 * @throws where the kernels of this variant do not compute what they should
 */
export function checkProduct(runtime: Runtime): void {
  const bytes = 4 * (M * K + K * N + M * N);
  const block = runtime.allocate(bytes, 'the check of the kernels');
  const values = new Float32Array(runtime.memory.memory.buffer, block.address, bytes / 4);
  for (let index = 0; index < values.length; index++) values[index] = ((index * 7) % 11) - 5;
  const [a, b] = [block.address, block.address + 4 * M * K];
  const c = b + 4 * K * N;
  // One item, and it is wide: all rows and, as its panels are more than there are, all columns.
  const command = [
    opcode.gemm,
    1,
    0,
    128,
    0,
    0,
    a,
    b,
    c,
    0,
    M,
    N,
    K,
    K,
    N,
    N,
    0,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    M,
    N,
    1,
  ];
  runtime.reserveScratch(1 << 17);
  runtime.commandWords().set(command);
  for (let run = 0; run < RUNS; run++) runtime.runCommand(false);
  const right = isProduct(
    values.subarray(0, M * K),
    values.subarray(M * K, M * K + K * N),
    values.subarray(M * K + K * N),
  );
  block.owner.free(block);
  if (right) return;
  throw new BackendUnavailableError({
    where: 'the CPU engine, option variant',
    expected: 'a variant that computes right sums on this machine',
    received: `'${runtime.variant}', which does not`,
    remedy: 'Leave it out.',
  });
}

function isProduct(a: Float32Array, b: Float32Array, c: Float32Array): boolean {
  return c.every((value, index) => {
    const [row, column] = [Math.floor(index / N), index % N];
    let sum = 0;
    for (let k = 0; k < K; k++) sum += a[row * K + k]! * b[k * N + column]!;
    return sum === value;
  });
}
