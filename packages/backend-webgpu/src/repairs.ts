/** As much of tfjs's WebGPU programs as is mended here. */
interface Program {
  shaderKey: string;
  readonly outputShape: readonly number[];
  getUserCode(): string;
}

interface ProgramRunner {
  runWebGPUProgram(program: Program, ...rest: unknown[]): unknown;
}

const repaired = new WeakSet<object>();

/** Mends the programs of tfjs 4.22 that compute wrong values, as `backend` is about to run them. */
export function repairPrograms(backend: object): void {
  if (repaired.has(backend)) return;
  repaired.add(backend);
  const runner = backend as ProgramRunner;
  const run = runner.runWebGPUProgram.bind(runner);
  runner.runWebGPUProgram = (program, ...rest) => {
    repair(program);
    return run(program, ...rest);
  };
}

export function repair(program: Program): void {
  if (program.shaderKey.startsWith('cum_')) nameLengthInKey(program);
  if (program.shaderKey.startsWith('transpose_')) convertToFloat(program);
}

/** The shader of a cumulative sum or product has the last axis's length in it, but shares its key with other lengths. */
function nameLengthInKey(program: Program): void {
  program.shaderKey += `_${program.outputShape.at(-1)}`;
}

/** No integers can be transposed since Chrome 141, and so none be summed: https://github.com/tensorflow/tfjs/issues/8638 */
function convertToFloat(program: Program): void {
  const code = program.getUserCode();
  program.getUserCode = () => code.replace(/A\[(getIndexFromCoords[^\]]*)\]/, 'f32(A[$1])');
}
