import { readFileSync } from 'node:fs';
import { util } from '@tensorflow/tfjs-core';

/** How some cases of a loss are made: as `tools/golden/loss_cases.py` has it. */
export interface Setup {
  readonly form: 'outputs' | 'softmax' | 'sigmoid';
  readonly targets: Kind;
  readonly values: Kind;
  /** Of one sample's values. */
  readonly shapes: readonly (readonly number[])[];
  readonly options?: object;
}

interface Golden {
  readonly seed: number;
  readonly setups: readonly Setup[];
  /** Two float32 a case, as base64. */
  readonly results: string;
}

export interface RandomCase {
  readonly setup: Setup;
  readonly shape: readonly number[];
  readonly targets: readonly number[];
  readonly targetShape: readonly number[];
  readonly values: readonly number[];
  readonly weights: readonly number[];
  readonly direction: readonly number[];
  /** The loss of the batch with these weights, and its slope in that direction. */
  readonly loss: number;
  readonly slope: number;
}

/** The random cases of a loss, with what PyTorch gives for them. */
export function* randomCases(name: string): Generator<RandomCase> {
  const { seed, setups, results } = JSON.parse(
    readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8'),
  ) as Golden;
  const bytes = Uint8Array.from(Buffer.from(results, 'base64'));
  const expected = new Float32Array(bytes.buffer);
  for (let index = 0; index < expected.length / 2; index++) {
    const setup = setups[index % setups.length] as Setup;
    const drawn = draw(setup, new Stream(seed + Math.imul(0x6d2b79f5, index)));
    yield { ...drawn, loss: expected[2 * index] as number, slope: expected[2 * index + 1] as number };
  }
}

function draw(setup: Setup, stream: Stream): Omit<RandomCase, 'loss' | 'slope'> {
  const sample = setup.shapes[stream.next(setup.shapes.length)] as readonly number[];
  const shape = [1 + stream.next(6), ...sample];
  const targets = KINDS[setup.targets](stream, shape);
  const values = KINDS[setup.values](stream, shape);
  return {
    setup,
    shape,
    targets,
    targetShape: targetShape(setup.targets, shape),
    values,
    weights: repeat(shape[0] as number, () => stream.next(9) / 4),
    direction: repeat(values.length, () => (stream.next(513) - 256) / 256),
  };
}

function targetShape(kind: Kind, shape: readonly number[]): readonly number[] {
  if (kind === 'labels') return shape.slice(0, -1);
  return kind === 'bit' || kind === 'label' ? shape.slice(0, 1) : shape;
}

/** Splitmix with 32 bits. */
class Stream {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(below: number): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) % below;
  }
}

type Draw = (stream: Stream, shape: readonly number[]) => number[];

function repeat<T>(count: number, value: () => T): T[] {
  return Array.from({ length: count }, value);
}

function elements(value: (stream: Stream) => number): Draw {
  return (stream, shape) => repeat(util.sizeFromShape([...shape]), () => value(stream));
}

function scaled(...scales: readonly number[]): Draw {
  return (stream, shape) => {
    const scale = scales[stream.next(scales.length)] as number;
    return elements(() => ((stream.next(8193) - 4096) / 1024) * scale)(stream, shape);
  };
}

function distributions(least: number): Draw {
  return (stream, shape) =>
    repeat(util.sizeFromShape(shape.slice(0, -1)), () => {
      const counts = repeat(shape.at(-1) as number, () => stream.next(16) + least);
      if (!counts.some((count) => count > 0)) counts[0] = 1;
      const sum = counts.reduce((total, count) => total + count, 0);
      return counts.map((count) => Math.fround(count / sum));
    }).flat();
}

/** In one case of eight all samples are of the same class. */
function classes(stream: Stream, shape: readonly number[], count: number): number[] {
  const one = stream.next(8) === 0 ? stream.next(count) : undefined;
  return repeat(util.sizeFromShape([...shape]), () => one ?? stream.next(count));
}

const KINDS = {
  numbers: scaled(1 / 16, 1, 16),
  logits: scaled(1 / 16, 1, 16, 2500),
  small: scaled(1 / 16, 1 / 4, 1),
  aboveMinusOne: elements((stream) => stream.next(8192) / 1024 - 1023 / 1024),
  rates: elements((stream) => (stream.next(4096) + 1) / 256),
  counts: elements((stream) => stream.next(9)),
  inside: elements((stream) => (stream.next(255) + 1) / 256),
  unit: elements((stream) => Math.min(stream.next(320), 256) / 256),
  bits: (stream, shape) => classes(stream, shape, 2),
  signs: (stream, shape) => classes(stream, shape, 2).map((bit) => 2 * bit - 1),
  insideRows: distributions(1),
  rows: distributions(0),
  oneHot: (stream, shape) => {
    const columns = Array.from({ length: shape.at(-1) as number }, (_, column) => column);
    const labels = classes(stream, shape.slice(0, -1), columns.length);
    return labels.flatMap((label) => columns.map((column) => Number(column === label)));
  },
  labels: (stream, shape) => classes(stream, shape.slice(0, -1), shape.at(-1) as number),
  bit: (stream, shape) => classes(stream, shape.slice(0, 1), 2),
  label: (stream, shape) => classes(stream, shape.slice(0, 1), 3),
} satisfies Record<string, Draw>;

type Kind = keyof typeof KINDS;
