import { flatten, input, type Layer, Placement, reshape, type Shape, transpose } from '@neutype/layers';
import { sameShape } from '@neutype/ndarray';
import { type Atom, type Axis, BATCH, sameAtoms, sizeOf } from './atoms.js';
import type { Allowance } from './constant.js';
import { onnxError } from './onnxError.js';
import type { Step, StepDefinition } from './step.js';
import { sameAxes, sampleShape, type View, viewOf } from './view.js';
import { timesEach } from './weights.js';

/** More layers than any model has; each takes time to be placed. */
const MOST_STEPS = 100_000;

/** The network while it is made: each layer is placed at once, so that its output's shape is known. */
export class Trunk {
  /** What layers with parameters are called that are added now. */
  called: string | undefined;
  readonly allowance: Allowance;
  readonly #placement = new Placement('loadOnnx');
  readonly #steps: Step[] = [];
  /** Those that only change the shape: of several in a row, the last will do. */
  readonly #reshapes = new Set<Step>();
  readonly #moved = new Map<Step, Map<string, Step>>();

  constructor(allowance: Allowance) {
    this.allowance = allowance;
  }

  /** In the order in which they were placed; what nobody needs in the end is among them. */
  get steps(): readonly Step[] {
    return this.#steps;
  }

  input(shape: Shape, name: string | undefined): Step {
    const { graph } = input(shape, name === undefined ? {} : { name });
    const [node] = this.#placement.adopt(graph)(graph.ends[0]!);
    return this.#keep({ layer: this.#placement.at(node!).layer, inputs: [] }, node!);
  }

  add(definition: StepDefinition): Step {
    const { layer, inputs } = definition;
    return this.#keep(
      definition,
      this.#placement.layer(
        layer,
        inputs.map(({ node }) => node),
      ),
    );
  }

  /** A layer behind a view's, whose axes stay what they were. */
  along(view: View, definition: (step: Step) => StepDefinition): View {
    const { step, placed, axes } = this.settled(view);
    return viewOf(this.add(definition(step)), placed, axes);
  }

  /** The view with its factor in a layer. */
  settled(view: View): View {
    if (view.factor === 1) return view;
    const { step, placed, axes, factor } = view;
    const scaled = this.scaled(step, this.channels(step, factor), true);
    return viewOf(scaled, placed, axes);
  }

  /** A number for each channel of a step, the last axis. */
  channels(step: Step, value: number): Float32Array {
    const count = step.shape.at(-1) ?? 1;
    this.allowance.take(count, 'a constant');
    return new Float32Array(count).fill(value);
  }

  /** A step with each channel multiplied, by a layer that has weights or by one of its own. */
  scaled(step: Step, by: Float32Array, frozen = false): Step {
    return step.scaled ? this.add(step.scaled(by)) : timesEach(this, step, by, frozen);
  }

  /** What is in view, with its axes moved to where they are wanted. */
  arranged(given: View, wanted: readonly Axis[]): Step {
    const { step, placed } = this.settled(given);
    if (sameAxes(placed, wanted)) return step;
    const [from, to] = [placed.flat(), wanted.flat()];
    if (from.every((atom, index) => atom === to[index])) return this.#reshaped(step, sampleShape(wanted));
    const places = wanted.slice(1).map((axis) => placed.findIndex((own) => sameAtoms(own, axis)));
    if (isOrder(places, placed.length)) return this.#turned(step, places);
    const runs = runsOf(from.slice(1), to.slice(1));
    const apart = this.#reshaped(step, runs.map(sizeOf));
    const order = runsInOrder(runs, to.slice(1)).map((run) => runs.indexOf(run) + 1);
    return this.#reshaped(this.#turned(apart, order), sampleShape(wanted));
  }

  /** The same as a view of the same tensor. */
  arrangedView(view: View, wanted: readonly Axis[]): View {
    return viewOf(this.arranged(view, wanted), wanted, view.axes);
  }

  /** What is in view with each axis of the file an axis, in the file's order, the samples first. */
  asInFile(view: View): Step {
    return this.arranged(view, [[BATCH], ...view.axes.filter((axis) => axis[0] !== BATCH)]);
  }

  #reshaped(step: Step, sizes: readonly number[]): Step {
    const shape = sizes.length === 0 ? [1] : sizes;
    if (sameShape(shape, step.shape)) return step;
    const [before] = this.#reshapes.has(step) ? step.inputs : [];
    if (before !== undefined) return this.#reshaped(before, shape);
    const reshaped = this.#once(step, `reshape ${shape}`, () =>
      shape.length === 1 ? flatten() : reshape(shape),
    );
    this.#reshapes.add(reshaped);
    return reshaped;
  }

  #turned(step: Step, order: readonly number[]): Step {
    return this.#once(step, `transpose ${order}`, () => transpose(order));
  }

  /** A layer that two branches need need not be there twice. */
  #once(step: Step, key: string, make: () => Layer): Step {
    const known = this.#moved.get(step) ?? new Map<string, Step>();
    const made = known.get(key) ?? this.add({ layer: make(), inputs: [step] });
    this.#moved.set(step, known.set(key, made));
    return made;
  }

  reshapedTo(step: Step, sizes: readonly number[]): Step {
    return this.#reshaped(step, sizes);
  }

  #keep(definition: StepDefinition, node: Step['node']): Step {
    const { outputShape: shape, name } = this.#placement.at(node);
    for (const weights of Object.values(definition.values ?? {}))
      this.allowance.takeWeights(weights, `layer ${name}`);
    if (this.#steps.length >= MOST_STEPS)
      throw onnxError('the graph', `at most ${MOST_STEPS} layers`, 'more');
    const called = definition.values === undefined ? undefined : (this.called ?? definition.called);
    const step: Step = { ...definition, node, shape, called };
    this.#steps.push(step);
    return step;
  }
}

/** Whether these are all places from 1 below a number, each once. */
function isOrder(places: readonly number[], below: number): boolean {
  return (
    places.length === below - 1 &&
    new Set(places).size === places.length &&
    places.every((place) => place > 0)
  );
}

/** Atoms that are neighbors in both orders, together. */
function runsOf(from: readonly Atom[], to: readonly Atom[]): readonly Axis[] {
  const place = new Map(to.map((atom, index) => [atom, index]));
  const runs: Atom[][] = [];
  for (const [index, atom] of from.entries()) {
    const follows = index > 0 && place.get(atom) === place.get(from[index - 1]!)! + 1;
    if (follows) runs.at(-1)!.push(atom);
    else runs.push([atom]);
  }
  return runs;
}

function runsInOrder(runs: readonly Axis[], to: readonly Atom[]): readonly Axis[] {
  const place = new Map(to.map((atom, index) => [atom, index]));
  return [...runs].sort((one, other) => place.get(one[0]!)! - place.get(other[0]!)!);
}
