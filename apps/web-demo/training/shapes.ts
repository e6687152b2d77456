import type { Random } from '@neutype/random';

export type Point = readonly [x: number, y: number];
export type Stroke = readonly Point[];

/** A shape that is no digit, as strokes in a box of about 1 by 1. */
export type Shape = (draws: Random) => readonly Stroke[];

/** Letters and signs that no hand makes a digit of: not B, D, G, I, J, L, O, Q, S, U, V, Y or Z. */
const SIGNS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  A: [
    [0, 1, 0.5, 0, 1, 1],
    [0.2, 0.6, 0.8, 0.6],
  ],
  E: [
    [0.9, 0, 0, 0, 0, 1, 0.9, 1],
    [0, 0.5, 0.8, 0.5],
  ],
  F: [
    [0.9, 0, 0, 0, 0, 1],
    [0, 0.45, 0.8, 0.45],
  ],
  H: [
    [0, 0, 0, 1],
    [1, 0, 1, 1],
    [0, 0.5, 1, 0.5],
  ],
  K: [
    [0, 0, 0, 1],
    [0.9, 0, 0, 0.55, 0.95, 1],
  ],
  M: [[0, 1, 0.05, 0, 0.5, 0.6, 0.95, 0, 1, 1]],
  N: [[0, 1, 0, 0, 1, 1, 1, 0]],
  R: [[0, 1, 0, 0, 0.7, 0.02, 0.85, 0.25, 0.7, 0.48, 0.05, 0.5, 0.9, 1]],
  T: [
    [0, 0, 1, 0],
    [0.5, 0, 0.5, 1],
  ],
  W: [[0, 0, 0.25, 1, 0.5, 0.3, 0.75, 1, 1, 0]],
  X: [
    [0, 0, 1, 1],
    [1, 0, 0, 1],
  ],
  square: [[0, 0, 1, 0, 1, 1, 0, 1, 0, 0]],
  triangle: [[0.5, 0, 1, 0.95, 0, 0.95, 0.5, 0]],
  heart: [[0.5, 0.3, 0.3, 0, 0.05, 0.1, 0.05, 0.4, 0.5, 1, 0.95, 0.4, 0.95, 0.1, 0.7, 0, 0.5, 0.3]],
  house: [[0, 1, 0, 0.45, 0.5, 0, 1, 0.45, 1, 1, 0, 1]],
  arrow: [
    [0, 0.5, 1, 0.5],
    [0.65, 0.15, 1, 0.5, 0.65, 0.85],
  ],
  tick: [[0, 0.6, 0.3, 1, 1, 0]],
  star: [[0.2, 1, 0.5, 0, 0.8, 1, 0, 0.38, 1, 0.38, 0.2, 1]],
  equals: [
    [0, 0.3, 1, 0.3],
    [0, 0.7, 1, 0.7],
  ],
  hash: [
    [0.3, 0, 0.3, 1],
    [0.7, 0, 0.7, 1],
    [0, 0.3, 1, 0.3],
    [0, 0.7, 1, 0.7],
  ],
  face: [
    [0.5, 0, 0.1, 0.15, 0, 0.5, 0.15, 0.9, 0.5, 1, 0.85, 0.9, 1, 0.5, 0.9, 0.15, 0.5, 0],
    [0.33, 0.3, 0.33, 0.4],
    [0.67, 0.3, 0.67, 0.4],
    [0.3, 0.65, 0.5, 0.75, 0.7, 0.65],
  ],
};

/** Kinds of shapes, each drawn as often as the others. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  dot,
  dots,
  bar,
  cross,
  rays,
  zigzag,
  spiral,
  scribble,
  tangle,
  sign,
};

function dot(draws: Random): Stroke[] {
  return [[pointIn(draws), pointIn(draws)].map(([x, y]) => [0.01 * x, 0.01 * y])];
}

function dots(draws: Random): Stroke[] {
  return times(3 + draws.integer(5), () => {
    const [x, y] = pointIn(draws);
    return [
      [x, y],
      [x + 0.01, y + draws.uniform(0, 0.06)],
    ];
  });
}

/** A line that lies more than it stands. */
function bar(draws: Random): Stroke[] {
  const rise = draws.uniform(-0.45, 0.45);
  return [
    [
      [0, rise / 2],
      [0.5, draws.uniform(-0.08, 0.08)],
      [1, -rise / 2],
    ],
  ];
}

function cross(draws: Random): Stroke[] {
  const middle = draws.uniform(0.35, 0.65);
  const turn = draws.uniform() < 0.5 ? 0 : Math.PI / 4;
  return turned(
    [
      [
        [middle, 0],
        [middle, 1],
      ],
      [
        [0, 0.5],
        [1, 0.5],
      ],
    ],
    turn,
  );
}

/** Lines through one point. */
function rays(draws: Random): Stroke[] {
  const count = 3 + draws.integer(3);
  return times(count, (ray) => {
    const angle = (Math.PI * (ray + draws.uniform(-0.2, 0.2))) / count;
    const [x, y] = [0.5 * Math.cos(angle), 0.5 * Math.sin(angle)];
    return [
      [0.5 - x, 0.5 - y],
      [0.5 + x, 0.5 + y],
    ];
  });
}

function zigzag(draws: Random): Stroke[] {
  const teeth = 5 + draws.integer(7);
  const height = draws.uniform(0.25, 1);
  const line = times(
    teeth + 1,
    (tooth): Point => [
      (tooth + draws.uniform(-0.15, 0.15)) / teeth,
      tooth % 2 === 0 ? draws.uniform(0, 0.1) : height - draws.uniform(0, 0.1),
    ],
  );
  return turned([line], draws.uniform() < 0.5 ? 0 : Math.PI * draws.uniform());
}

function spiral(draws: Random): Stroke[] {
  const turns = draws.uniform(1.8, 4.5);
  const start = draws.uniform(0, 2 * Math.PI);
  const hand = draws.uniform() < 0.5 ? 1 : -1;
  const steps = Math.ceil(12 * turns);
  return [
    times(steps, (step): Point => {
      const part = step / steps;
      const angle = start + hand * 2 * Math.PI * turns * part;
      const radius = 0.04 + 0.46 * part;
      return [0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)];
    }),
  ];
}

/** A line to and fro over the whole box. */
function scribble(draws: Random): Stroke[] {
  return [times(8 + draws.integer(12), () => pointIn(draws))];
}

/** Several lines that wander, each a little. */
function tangle(draws: Random): Stroke[] {
  return times(2 + draws.integer(4), () => {
    let [x, y] = pointIn(draws);
    let angle = draws.uniform(0, 2 * Math.PI);
    return times(4 + draws.integer(12), (): Point => {
      angle += draws.normal(0, 0.8);
      x += 0.15 * Math.cos(angle);
      y += 0.15 * Math.sin(angle);
      return [x, y];
    });
  });
}

function sign(draws: Random): Stroke[] {
  const names = Object.keys(SIGNS);
  const strokes = SIGNS[names[draws.integer(names.length)] ?? ''] ?? [];
  return strokes.map((flat) =>
    times(flat.length / 2, (index): Point => [flat[2 * index] ?? 0, flat[2 * index + 1] ?? 0]),
  );
}

export function turned(strokes: readonly Stroke[], angle: number): Stroke[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return strokes.map((stroke) => stroke.map(([x, y]) => [cos * x - sin * y, sin * x + cos * y]));
}

function pointIn(draws: Random): Point {
  return [draws.uniform(), draws.uniform()];
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
