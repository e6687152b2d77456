import '@tensorflow/tfjs-backend-cpu';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  add,
  backend,
  memory,
  mul,
  type Scalar,
  scalar,
  sub,
  type Tensor,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import {
  assignInPlace,
  Breath,
  compileStep,
  DisposedError,
  type EngineCapabilities,
  type StepRecording,
  stagedScalar,
  useBackend,
  valueAndGradients,
} from '../src/index.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Records under the signatures it is told to, and counts what is alive. */
class FakeRecorder {
  readonly signatures: string[];
  recorded = 0;
  replays = 0;
  alive = 0;
  /** What its programs say of the memory that they work on. */
  valid = true;

  constructor(signatures: string[]) {
    this.signatures = signatures;
  }

  install(): void {
    (backend() as Mutable<EngineCapabilities>).recordStep = (step) => {
      const value = step();
      const signature = this.signatures[Math.min(this.recorded++, this.signatures.length - 1)]!;
      return signature === ''
        ? { value, recording: undefined, reason: 'The step reads back.' }
        : { value, recording: this.#recording(signature) };
    };
  }

  #recording(signature: string): StepRecording & { readonly signature: string } {
    this.alive++;
    return {
      signature,
      difference: (other) => {
        const theirs = (other as unknown as { signature: string }).signature;
        return theirs === signature ? undefined : `${signature} and ${theirs}`;
      },
      compile: () => {
        this.alive++;
        const isValid = () => this.valid;
        return {
          get isValid() {
            return isValid();
          },
          replay: () => void this.replays++,
          dispose: () => void this.alive--,
        };
      },
      dispose: () => void this.alive--,
    };
  }
}

beforeAll(() => useBackend('cpu'));
afterEach(() => {
  delete (backend() as Mutable<EngineCapabilities>).recordStep;
});

let runs = 0;
beforeEach(() => {
  runs = 0;
});
function countingStep() {
  runs++;
  return [mul(scalar(runs), 2)];
}
function nothing() {
  return [];
}

describe('compileStep on a backend that cannot record', () => {
  it('runs the step each time and frees the outputs before', () => {
    const before = memory().numTensors;
    const step = compileStep({ step: countingStep, replayable: true, externals: nothing });
    expect(step.run()[0]!.dataSync()[0]).toBe(2);
    expect(step.run()[0]!.dataSync()[0]).toBe(4);
    expect(memory().numTensors).toBe(before + 1);
    step.dispose();
    expect(memory().numTensors).toBe(before);
    expect(() => step.run()).toThrow(DisposedError);
  });

  it('runs in one go where it was to run in parts, and tells when it is done', () => {
    const step = compileStep({ step: countingStep, replayable: true, externals: nothing });
    let told = 0;
    const outputs = step.runInParts(new Breath(), () => {
      told += 1;
    }) as readonly Tensor[];
    expect([told, outputs[0]!.dataSync()[0]]).toEqual([1, 2]);
    step.dispose();
    expect(() => step.runInParts(new Breath())).toThrow(DisposedError);
  });

  it('may hand out a tensor that is not its own, twice', () => {
    const held = scalar(3);
    const step = compileStep({ step: () => [held, held], replayable: true, externals: () => [held] });
    step.run();
    step.run();
    step.dispose();
    expect(held.dataSync()[0]).toBe(3);
    held.dispose();
  });

  it('leaves nothing behind when the step throws in the middle of the tape', () => {
    const weight = variable(scalar(2));
    const step = compileStep({
      step: () => {
        const { value } = valueAndGradients(() => {
          const loss = mul(mul(weight, weight), weight) as Scalar;
          add(loss, 1);
          throw new Error('in the middle');
        }, [weight]);
        return [value];
      },
      replayable: true,
      externals: () => [weight],
    });
    const before = memory();
    for (let i = 0; i < 3; i++) expect(() => step.run()).toThrow('in the middle');
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numBytes).toBe(before.numBytes);
    weight.dispose();
  });

  it('trains for thousands of steps on a constant number of tensors and bytes', () => {
    const weight = assignInPlace(variable(scalar(2)));
    const rate = stagedScalar(0.01, 'float32');
    const step = compileStep({
      step: () => {
        const { value, gradients } = valueAndGradients(() => mul(weight, weight) as Scalar, [weight]);
        weight.assign(sub(weight, mul(rate.tensor, gradients[0]!)));
        return [value];
      },
      replayable: true,
      externals: () => [weight],
    });
    step.run();
    const before = memory();
    for (let i = 0; i < 2000; i++) {
      rate.value = 0.01 / (1 + i);
      step.run();
    }
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numBytes).toBe(before.numBytes);
    weight.dispose();
    rate.dispose();
    step.dispose();
  });
});

describe('compileStep on a backend that records', () => {
  it('replays once two recordings in a row agree', () => {
    const recorder = new FakeRecorder(['first', 'same']);
    recorder.install();
    const step = compileStep({ step: countingStep, replayable: true, externals: nothing });
    for (let i = 0; i < 10; i++) step.run();
    expect(runs).toBe(3);
    expect(recorder.replays).toBe(7);
    expect(step.replay).toBe('replayed');
    expect(step.run()[0]!.isDisposed).toBe(false);
    expect(recorder.alive).toBe(1);
    step.dispose();
    expect(recorder.alive).toBe(0);
  });

  it('gives up on a step that never repeats itself', () => {
    const recorder = new FakeRecorder(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    recorder.install();
    const step = compileStep({ step: countingStep, replayable: true, externals: nothing });
    for (let i = 0; i < 20; i++) step.run();
    expect(runs).toBe(20);
    expect(recorder.recorded).toBe(6);
    expect(recorder.alive).toBe(0);
    step.dispose();
  });

  it('gives up where the backend cannot record the step', () => {
    const recorder = new FakeRecorder(['']);
    recorder.install();
    const step = compileStep({ step: countingStep, replayable: true, externals: nothing });
    for (let i = 0; i < 20; i++) step.run();
    expect([runs, recorder.recorded]).toEqual([20, 6]);
    step.dispose();
  });

  it('replays a step whose first runs could not be recorded', () => {
    const recorder = new FakeRecorder(['', '', 'same']);
    recorder.install();
    const step = compileStep({ step: countingStep, replayable: true, externals: nothing });
    for (let i = 0; i < 10; i++) step.run();
    expect([runs, recorder.replays]).toEqual([4, 6]);
    step.dispose();
  });

  it('says what becomes of it: that it is tried, that it is replayed, or why not', () => {
    const recorder = new FakeRecorder(['first', 'same']);
    recorder.install();
    const step = compileStep({ step: countingStep, replayable: true, externals: nothing });
    const said = Array.from({ length: 4 }, () => {
      step.run();
      return step.replay;
    });
    expect(said).toEqual(['recording', 'recording', 'replayed', 'replayed']);
    step.dispose();
  });

  it('passes on why it cannot be recorded, and how its recordings differ', () => {
    for (const [signatures, reason] of [
      [[''], 'The step reads back.'],
      [['1', '2', '3', '4', '5', '6'], '5 and 6'],
    ] as const) {
      new FakeRecorder([...signatures]).install();
      const step = compileStep({ step: countingStep, replayable: true, externals: nothing });
      for (let i = 0; i < 6; i++) step.run();
      expect(step.replay).toBe(reason);
      step.dispose();
    }
  });

  it('says that it was not to be recorded, in the words that it was made with', () => {
    new FakeRecorder(['same']).install();
    const plain = compileStep({ step: countingStep, replayable: false, externals: nothing });
    const told = compileStep({ step: countingStep, replayable: 'It draws masks.', externals: nothing });
    for (const step of [plain, told]) for (let i = 0; i < 4; i++) step.run();
    expect(plain.replay).toBe('The step was made with replayable: false.');
    expect(told.replay).toBe('It draws masks.');
    expect(runs).toBe(8);
    for (const step of [plain, told]) step.dispose();
  });

  describe('and is checked', () => {
    function checked(signatures: string[]): { recorder: FakeRecorder; check: () => string } {
      const recorder = new FakeRecorder(signatures);
      recorder.install();
      const step = compileStep({ step: countingStep, replayable: true, externals: nothing });
      function check(): string {
        for (let i = 0; i < 20; i++) step.run();
        step.recheck();
        for (let i = 0; i < 3; i++) step.run();
        return step.replay;
      }
      return { recorder, check };
    }

    it('goes on being replayed while it stays the same', () => {
      const { recorder, check } = checked(['same']);
      expect([check(), runs]).toEqual(['replayed', 3]);
      expect([check(), runs]).toEqual(['replayed', 4]);
      expect(recorder.alive).toBe(1);
    });

    it('is given up for good, with the reason, once it has changed', () => {
      const { recorder, check } = checked(['same', 'same', 'other']);
      expect([check(), runs]).toEqual(['same and other', 2 + 3]);
      expect([check(), runs]).toEqual(['same and other', 2 + 3 + 23]);
      expect(recorder.alive).toBe(0);
    });

    it('goes on where it differed only once', () => {
      const { recorder, check } = checked(['same', 'same', 'other', 'same']);
      expect([check(), runs]).toEqual(['replayed', 4]);
      expect(recorder.alive).toBe(1);
    });

    it('not again before it has been replayed often enough to pay for it', () => {
      new FakeRecorder(['same']).install();
      const step = compileStep({ step: countingStep, replayable: true, externals: nothing });
      for (let i = 0; i < 100; i++) {
        step.run();
        step.recheck();
      }
      expect(runs).toBeLessThan(10);
      step.dispose();
    });
  });

  it('replays again however often its recording was forgotten', () => {
    const recorder = new FakeRecorder(['same']);
    recorder.install();
    let held = scalar(0);
    const step = compileStep({ step: countingStep, replayable: true, externals: () => [held] });
    for (let moves = 0; moves < 8; moves++) {
      for (let i = 0; i < 4; i++) step.run();
      expect(step.replay).toBe('replayed');
      held.dispose();
      held = scalar(moves);
    }
    step.dispose();
    held.dispose();
    expect(recorder.alive).toBe(0);
  });

  it('records nothing for a step that says it cannot be replayed', () => {
    const recorder = new FakeRecorder(['same']);
    recorder.install();
    const step = compileStep({ step: countingStep, replayable: false, externals: nothing });
    for (let i = 0; i < 5; i++) step.run();
    expect([runs, recorder.recorded]).toEqual([5, 0]);
    step.dispose();
  });

  it('records anew when an external tensor is replaced', () => {
    const recorder = new FakeRecorder(['same']);
    recorder.install();
    const weight = tidy(() => variable(scalar(1)));
    const step = compileStep({ step: countingStep, replayable: true, externals: (): Tensor[] => [weight] });
    for (let i = 0; i < 5; i++) step.run();
    expect(runs).toBe(2);
    const replacement = scalar(5);
    weight.assign(replacement);
    replacement.dispose();
    for (let i = 0; i < 5; i++) step.run();
    expect(runs).toBe(4);
    expect(recorder.replays).toBe(6);
    expect(recorder.alive).toBe(1);
    step.dispose();
    expect(recorder.alive).toBe(0);
    weight.dispose();
  });

  it('does not replay while somebody holds a clone of a variable', () => {
    const recorder = new FakeRecorder(['same']);
    recorder.install();
    const weight = tidy(() => variable(scalar(1)));
    const step = compileStep({ step: countingStep, replayable: true, externals: () => [weight] });
    for (let i = 0; i < 4; i++) step.run();
    expect([runs, recorder.replays]).toEqual([2, 2]);
    const clone = weight.clone();
    step.run();
    expect([runs, recorder.replays]).toEqual([3, 2]);
    clone.dispose();
    step.dispose();
    expect(recorder.alive).toBe(0);
    weight.dispose();
  });

  it('records anew when the backend says that tensors were moved', () => {
    const recorder = new FakeRecorder(['same']);
    recorder.install();
    let runs = 0;
    const step = compileStep({
      step: () => {
        runs++;
        return [scalar(1)];
      },
      replayable: true,
      externals: nothing,
    });
    for (let i = 0; i < 4; i++) step.run();
    expect([runs, recorder.replays]).toEqual([2, 2]);
    recorder.valid = false;
    step.run();
    expect([runs, recorder.replays, step.replay]).toEqual([3, 2, 'recording']);
    recorder.valid = true;
    for (let i = 0; i < 3; i++) step.run();
    expect([runs, recorder.replays]).toEqual([4, 4]);
    step.dispose();
    expect(recorder.alive).toBe(0);
  });

  it('never replays a step that replaces an external tensor instead of changing it, and stops recording it', () => {
    const recorder = new FakeRecorder(['same']);
    recorder.install();
    const weight = tidy(() => variable(scalar(1)));
    const step = compileStep({
      step: () => {
        weight.assign(add(weight, 1));
        return [weight];
      },
      replayable: true,
      externals: () => [weight],
    });
    for (let i = 0; i < 20; i++) step.run();
    expect(weight.dataSync()[0]).toBe(21);
    expect([recorder.recorded, recorder.replays, recorder.alive]).toEqual([6, 0, 0]);
    step.dispose();
    weight.dispose();
  });

  it('leaves nothing behind when the step throws while it is recorded', () => {
    const recorder = new FakeRecorder(['same']);
    recorder.install();
    const before = memory().numTensors;
    let fail = false;
    const step = compileStep({
      step: () => {
        const doubled = mul(scalar(1), 2);
        if (fail) throw new Error('no');
        return [doubled];
      },
      replayable: true,
      externals: nothing,
    });
    step.run();
    fail = true;
    expect(() => step.run()).toThrow('no');
    step.dispose();
    expect(recorder.alive).toBe(0);
    expect(memory().numTensors).toBe(before);
  });
});
