import {
  assignInPlace,
  type CompiledStep,
  compileStep,
  type StagedScalar,
  stagedScalar,
  valueAndGradients,
} from '@neutype/core';
import {
  add,
  dispose,
  mul,
  type Scalar,
  sub,
  type Tensor,
  type Variable,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import { type PackedByName, unpack } from './packed.js';

/** A training run as the golden file holds it. */
export interface GoldenRun {
  readonly name: string;
  readonly rule: string;
  readonly settings: { readonly step: number; readonly momentum?: number; readonly nesterov?: boolean };
  readonly initial: PackedByName;
  readonly losses: readonly number[];
  readonly final: PackedByName;
  readonly running?: PackedByName;
}

export type Variables = Readonly<Record<string, Variable>>;

/** What a run leaves, all read back. */
export interface TrainedRun {
  readonly losses: number[];
  readonly final: Readonly<Record<string, Float32Array>>;
  readonly wasReplayed: boolean;
}

export interface TrainerOptions {
  readonly run: Pick<GoldenRun, 'rule' | 'settings' | 'initial'>;
  readonly loss: (parameters: Variables, counter: StagedScalar) => Scalar;
  readonly updates: number;
  /** Further tensors that the loss reads or changes. */
  readonly externals?: readonly Tensor[];
  readonly replayable?: boolean;
}

/** Trains with core's own operations, rules and steps; frees everything it makes. */
export async function trainRun(options: TrainerOptions): Promise<TrainedRun> {
  const { run, updates } = options;
  const parameters = makeVariables(run.initial);
  const velocities = run.rule === 'momentum' ? zeroVelocities(parameters) : {};
  const size = stagedScalar(run.settings.step, 'float32');
  const counter = stagedScalar(0, 'int32');
  const step = makeStep(options, parameters, velocities, size, counter);
  const losses: number[] = [];
  try {
    for (let update = 1; update <= updates; update++) {
      counter.value = update;
      losses.push((await step.run()[0]!.data())[0]!);
    }
    return { losses, final: await readAll(parameters), wasReplayed: step.replay === 'replayed' };
  } finally {
    step.dispose();
    size.dispose();
    counter.dispose();
    for (const held of [...Object.values(parameters), ...Object.values(velocities)]) held.dispose();
  }
}

export function makeVariables(initial: PackedByName): Variables {
  return Object.fromEntries(
    Object.entries(initial).map(([name, packed]) => {
      const values = unpack(packed);
      const held = assignInPlace(variable(values));
      values.dispose();
      return [name, held];
    }),
  );
}

export async function readAll(
  tensors: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Float32Array>> {
  const read: Record<string, Float32Array> = {};
  for (const [name, held] of Object.entries(tensors)) read[name] = Float32Array.from(await held.data());
  return read;
}

function makeStep(
  { run, loss, externals = [], replayable = true }: TrainerOptions,
  parameters: Variables,
  velocities: Variables,
  size: StagedScalar,
  counter: StagedScalar,
): CompiledStep {
  const names = Object.keys(parameters);
  const { momentum = 0, nesterov = false } = run.settings;
  return compileStep({
    replayable,
    externals: () => [...Object.values(parameters), ...Object.values(velocities), ...externals],
    step: () => {
      const { value, gradients } = valueAndGradients(
        () => loss(parameters, counter),
        names.map((name) => parameters[name]!),
      );
      for (const [index, name] of names.entries()) {
        const [velocity, gradient] = [velocities[name], gradients[index]!];
        const direction =
          velocity === undefined ? gradient : follow(velocity, gradient, { momentum, nesterov });
        descend(parameters[name]!, size.tensor, direction);
      }
      dispose([...gradients] as Tensor[]);
      return [value];
    },
  });
}

/** velocity ← momentum · velocity + gradient, as PyTorch has it; gives where to go. */
export function follow(
  velocity: Variable,
  gradient: Tensor,
  { momentum, nesterov }: { readonly momentum: number; readonly nesterov: boolean },
): Tensor {
  velocity.assign(add(mul(velocity, momentum), gradient));
  return nesterov ? add(gradient, mul(velocity, momentum)) : velocity;
}

export function descend(parameter: Variable, step: Tensor | number, direction: Tensor): void {
  parameter.assign(sub(parameter, mul(step, direction)));
}

function zeroVelocities(parameters: Variables): Variables {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape }]) => {
      const values = zeros(shape);
      const held = assignInPlace(variable(values));
      values.dispose();
      return [name, held];
    }),
  );
}
