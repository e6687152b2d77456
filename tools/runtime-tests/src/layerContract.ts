import { type CompiledStep, compileStep } from '@neutype/core';
import { scattered } from '@neutype/core/testing';
import { exampleName, type LayerExample, layerExamples } from '@neutype/layer-examples';
import { sizeOf } from '@neutype/ndarray';
import { slice, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { canRecord } from './canRecord.js';
import type { ContractCase } from './contractCase.js';
import { expectClose, expectNoLeak, expectSame } from './expect.js';
import { type LayerRun, layerRun } from './layerRun.js';
import { descend } from './trainer.js';

/** Every layer: its gradients, its inference mode, its recorded steps. */
export const layerContract: readonly ContractCase[] = [
  ...layerCases('layers have the gradients of central differences', checkGradients),
  ...layerCases('layers give every sample its own output outside of training', checkInference),
  ...layerCases('layers give the same bits in recorded steps and in others', checkReplay),
];

/**
 * How far values are moved. Outputs of about 1, exact to 1e-7, give the slope to 1e-4, and what the slope changes on such a
 * short way is less.
 */
const DIFFERENCE = 0.005;
const TOLERANCE = 1e-3;
/** Each moves all elements of a parameter, some up and some down, so that every element counts in it. */
const DIRECTIONS = 2;
/** The second or third recording is compiled, so that at least three of these are replays. */
const UPDATES = 7;
/** Where nothing is recorded: enough for the second to see what the first has changed. */
const ORDINARY_UPDATES = 2;
const STEP = 0.01;

function layerCases(group: string, check: (run: LayerRun) => Promise<void>): ContractCase[] {
  return layerExamples.map((example) => ({
    group,
    name: exampleName(example),
    run: () => expectNoLeak(() => withRun(example, check)),
  }));
}

async function withRun<T>(example: LayerExample, use: (run: LayerRun) => Promise<T>): Promise<T> {
  const run = layerRun(example);
  try {
    return await use(run);
  } finally {
    run.dispose();
  }
}

async function checkGradients(run: LayerRun): Promise<void> {
  const { value, gradients } = run.valueAndGradients();
  value.dispose();
  for (const [index, { name }] of run.learned.entries()) {
    const gradient = await valuesOf(gradients[index]!);
    const signs = scattered(DIRECTIONS * gradient.length).map(Math.sign);
    for (let start = 0; start < signs.length; start += gradient.length) {
      const direction = signs.subarray(start, start + gradient.length);
      const slope = gradient.reduce((total, part, element) => total + part * direction[element]!, 0);
      expectClose(name, [slope], [await slopeAlong(run, index, direction)], TOLERANCE);
    }
  }
}

async function slopeAlong(run: LayerRun, index: number, direction: Float32Array): Promise<number> {
  const parameter = run.learned[index]!;
  const values = await parameter.read();
  const lossAt = async (distance: number): Promise<number> => {
    parameter.write(values.map((value, element) => value + distance * direction[element]!));
    const outputs = await valuesOf(run.forward());
    return outputs.reduce((total, output, element) => total + output * run.weights[element]!, 0);
  };
  const difference = (await lossAt(DIFFERENCE)) - (await lossAt(-DIFFERENCE));
  parameter.write(values);
  return difference / (2 * DIFFERENCE);
}

async function checkInference({ network, x }: LayerRun): Promise<void> {
  const forward = () => tidy(() => network.forward(x.variable).clone());
  const outputs = forward();
  const expectedShape = [x.shape[0]!, ...network.outputShape];
  if (outputs.shape.join() !== expectedShape.join()) {
    throw new Error(`expected outputs of shape [${expectedShape}], got [${outputs.shape}]`);
  }
  const values = await valuesOf(outputs);
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw new Error(`expected finite outputs, got ${odd}`);
  expectSame('outputs', await valuesOf(forward()), values);
  const alone = tidy(() => network.forward(slice(x.variable, 0, 1)));
  expectClose('the first sample alone', await valuesOf(alone), values.slice(0, sizeOf(network.outputShape)));
}

async function checkReplay(run: LayerRun): Promise<void> {
  const initial = await Promise.all(run.network.parameters.map((parameter) => parameter.read()));
  const x = await run.x.read();
  const recorded = await trained(run, true);
  for (const [index, parameter] of run.network.parameters.entries()) parameter.write(initial[index]!);
  run.x.write(x);
  const ordinary = await trained(run, false);
  for (const [name, values] of Object.entries(ordinary)) expectSame(name, recorded[name]!, values);
}

async function trained(run: LayerRun, replayable: boolean): Promise<Record<string, Float32Array>> {
  const step = layerStep(run, replayable);
  const isRecorded = canRecord();
  const losses: number[] = [];
  try {
    for (let update = 1; update <= (isRecorded ? UPDATES : ORDINARY_UPDATES); update++) {
      run.counter = update;
      losses.push((await step.run()[0]!.data())[0]!);
    }
    const isExcused = run.fromArray && /from an array/.test(step.replay);
    if (replayable && isRecorded && step.replay !== 'replayed' && !isExcused) {
      throw new Error(`the step is not replayed: ${step.replay}`);
    }
  } finally {
    step.dispose();
  }
  const read: Record<string, Float32Array> = { losses: Float32Array.from(losses) };
  for (const parameter of [run.x, ...run.network.parameters]) read[parameter.name] = await parameter.read();
  return read;
}

/** A step that moves all that is learned against its gradient; gives the loss. */
export function layerStep(run: LayerRun, replayable: boolean): CompiledStep {
  const parameters = [run.x, ...run.network.parameters];
  return compileStep({
    replayable: replayable && run.network.replayable,
    externals: () => parameters.map(({ variable }) => variable),
    step: () => {
      const { value, gradients } = run.valueAndGradients();
      for (const [index, { variable }] of run.learned.entries()) {
        descend(variable, STEP, gradients[index]!);
      }
      return [value];
    },
  });
}

async function valuesOf(tensor: Tensor): Promise<Float32Array> {
  const values = Float32Array.from(await tensor.data());
  tensor.dispose();
  return values;
}
