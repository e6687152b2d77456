import type { CpuEngine } from '../../engine/cpu-engine.js';
import { opcode } from '../../generated/opcodes.js';

/** Rows that one item turns; `assembly/gemm/transpose.ts` has the same. */
const STRIP = 16;
const NANOSECONDS_PER_ELEMENT = 0.7;

/** `matrices` matrices of rows × columns float32 at `from`, each turned, at `to`. */
export function launchTranspose(
  engine: CpuEngine,
  from: number,
  to: number,
  rows: number,
  columns: number,
  matrices: number,
): void {
  engine
    .command(opcode.transposeMatrix)
    .pointer(from)
    .pointer(to)
    .int(rows)
    .int(columns)
    .int(matrices)
    .run(matrices * Math.ceil(rows / STRIP), matrices * rows * columns * NANOSECONDS_PER_ELEMENT);
}
