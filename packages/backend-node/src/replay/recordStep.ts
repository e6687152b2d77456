import type { EngineCapabilities, StepProgram, StepRecording } from '@neutype/core';
import type { ResidentTensors } from '../kernels/residentTensors.js';
import type { TensorData, TensorflowBackend } from '../runtime/tensorflowBackend.js';
import { differentInstruction, type Instruction } from './instruction.js';
import type { RecordableBinding } from './recordableBinding.js';
import { StepRecorder, type Survivor } from './stepRecorder.js';

/**
 * Records what a step asks of TensorFlow, so that it can be asked again without tfjs's engine, tape and bookkeeping,
 * which take longer than TensorFlow's small operations.
 */
export function stepRecording(
  backend: TensorflowBackend,
  binding: RecordableBinding,
  residents: ResidentTensors,
): NonNullable<EngineCapabilities['recordStep']> {
  return (step) => {
    residents.dropViews();
    const recorder = new StepRecorder();
    const unwatch = watchHeldData(backend, recorder);
    binding.observer = recorder;
    try {
      const value = step();
      residents.dropViews(); // those of variables that were read after their update
      const recording = recordingOf(recorder, binding, residents);
      return { value, recording, reason: recorder.reason };
    } finally {
      binding.observer = undefined;
      unwatch();
    }
  };
}

function recordingOf(
  recorder: StepRecorder,
  binding: RecordableBinding,
  residents: ResidentTensors,
): StepRecording | undefined {
  const survivors = recorder.survivors();
  if (recorder.reason !== undefined) return undefined;
  return new TensorflowRecording(recorder, survivors, binding, residents);
}

const UNSETTLED =
  'The step makes or frees tensors that outlive it, as a first run does; make variables and constants before it.';

class TensorflowRecording implements StepRecording {
  readonly recorder: StepRecorder;
  readonly #survivors: readonly Survivor[];
  readonly #binding: RecordableBinding;
  readonly #residents: ResidentTensors;

  constructor(
    recorder: StepRecorder,
    survivors: readonly Survivor[],
    binding: RecordableBinding,
    residents: ResidentTensors,
  ) {
    this.recorder = recorder;
    this.#survivors = survivors;
    this.#binding = binding;
    this.#residents = residents;
  }

  difference(other: StepRecording): string | undefined {
    if (!(other instanceof TensorflowRecording)) return 'The step ran on another backend.';
    const [ours, theirs] = [this.recorder, other.recorder];
    if (ours.unsettled || theirs.unsettled) return UNSETTLED;
    return differentInstruction(ours.instructions, theirs.instructions);
  }

  compile(): StepProgram {
    const { instructions, registers } = this.recorder;
    return new TensorflowProgram(instructions, registers, this.#survivors, this.#binding, this.#residents);
  }

  dispose(): void {}
}

/** Runs recorded instructions again, and puts what is left over behind the tensors of the recorded run. */
class TensorflowProgram implements StepProgram {
  readonly #instructions: readonly Instruction[];
  readonly #ids: number[];
  readonly #survivors: readonly Survivor[];
  readonly #binding: RecordableBinding;
  readonly #residents: ResidentTensors;

  constructor(
    instructions: readonly Instruction[],
    registers: number,
    survivors: readonly Survivor[],
    binding: RecordableBinding,
    residents: ResidentTensors,
  ) {
    this.#instructions = instructions;
    this.#ids = new Array<number>(registers).fill(-1);
    this.#survivors = survivors;
    this.#binding = binding;
    this.#residents = residents;
  }

  replay(): void {
    this.#residents.dropViews();
    for (const instruction of this.#instructions) this.#run(instruction);
    for (const { data, register } of this.#survivors) {
      this.#binding.deleteTensor(data.id);
      data.id = this.#ids[register]!;
    }
  }

  dispose(): void {}

  #run(instruction: Instruction): void {
    const [binding, ids] = [this.#binding, this.#ids];
    switch (instruction.kind) {
      case 'execute': {
        const { name, attributes, firstOutput, outputs } = instruction;
        const inputs = instruction.inputs.map((operand) => (operand < 0 ? -1 - operand : ids[operand]!));
        const results = binding.executeOp(name, attributes, inputs, outputs);
        for (let output = 0; output < outputs; output++) ids[firstOutput + output] = results[output]!.id;
        break;
      }
      case 'create':
        ids[instruction.output] = binding.createTensor(
          instruction.shape,
          instruction.dtype,
          instruction.values,
        );
        break;
      case 'compute':
        ids[instruction.output] = binding.compute(instruction.computation);
        break;
      case 'delete':
        binding.deleteTensor(ids[instruction.register]!);
        break;
    }
  }
}

/** Tells the recorder of data that tensors are given, for those are how a step's results leave it. */
function watchHeldData(backend: TensorflowBackend, recorder: StepRecorder): () => void {
  const { tensorMap } = backend;
  tensorMap.set = (dataId, data: TensorData) => {
    recorder.hold(data);
    Object.getPrototypeOf(tensorMap).set.call(tensorMap, dataId, data);
  };
  return () => {
    delete (tensorMap as { set?: unknown }).set;
  };
}
