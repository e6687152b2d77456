import { arc, type Placement, type Stroke } from './strokes.js';

/** Something drawn by hand, in a box from (0, 0) to (1, 1) that lies somewhere on the pad. */
export interface Drawn extends Placement {
  readonly strokes: readonly Stroke[];
}

export interface DrawnDigit extends Drawn {
  readonly digit: number;
}

/** Who writes with a fine pen, round and neatly. */
const fine = { top: 0.14, height: 0.72, pen: 9 } as const;
/** Who presses hard, with the thickest pen. */
const thick = { top: 0.12, height: 0.76, pen: 40 } as const;
/** Who writes small, wherever the hand comes down. */
const tiny = { width: 0.15, height: 0.22, pen: 9 } as const;
/** Who leans to the right, and lifts the pen. */
const leaning = { left: 0.14, top: 0.16, width: 0.6, height: 0.66, pen: 22 } as const;

/** Twenty digits in four hands, each digit in two of them. */
export const handwritten: readonly DrawnDigit[] = [
  {
    ...fine,
    digit: 0,
    name: 'fine and narrow',
    left: 0.33,
    width: 0.34,
    strokes: [arc(0.5, 0.5, 0.5, 0.5, -0.2, 0.82)],
  },
  {
    ...fine,
    digit: 2,
    name: 'fine, with a loop at its foot',
    left: 0.28,
    width: 0.46,
    strokes: [
      [
        ...arc(0.42, 0.24, 0.36, 0.24, 0.55, 1.05),
        [0.66, 0.5],
        [0.4, 0.78],
        [0.16, 0.95],
        [0.02, 0.92],
        [0.06, 0.8],
        [0.22, 0.78],
        [0.5, 0.92],
        [0.74, 1],
        [0.96, 0.93],
      ],
    ],
  },
  {
    ...fine,
    digit: 3,
    name: 'fine and round',
    left: 0.3,
    width: 0.42,
    strokes: [[...arc(0.45, 0.24, 0.38, 0.24, 0.6, 1.22), ...arc(0.45, 0.73, 0.45, 0.27, 0.78, 1.38)]],
  },
  {
    ...fine,
    digit: 8,
    name: 'fine, in one line',
    left: 0.31,
    width: 0.4,
    strokes: [
      [
        [0.82, 0.14],
        [0.6, 0.01],
        [0.32, 0.04],
        [0.18, 0.2],
        [0.34, 0.4],
        [0.66, 0.56],
        [0.86, 0.76],
        [0.72, 0.96],
        [0.4, 1],
        [0.14, 0.88],
        [0.14, 0.7],
        [0.4, 0.5],
        [0.7, 0.34],
        [0.84, 0.16],
      ],
    ],
  },
  {
    ...fine,
    digit: 9,
    name: 'fine, on a straight stem',
    left: 0.34,
    width: 0.36,
    strokes: [[...arc(0.44, 0.26, 0.42, 0.26, 0.98, 0), [0.88, 0.1], [0.84, 0.5], [0.82, 1]]],
  },
  {
    ...thick,
    digit: 1,
    name: 'thick, a bare line',
    left: 0.44,
    width: 0.1,
    strokes: [
      [
        [0.6, 0],
        [0.5, 0.5],
        [0.45, 1],
      ],
    ],
  },
  {
    ...thick,
    digit: 4,
    name: 'thick and closed',
    left: 0.24,
    width: 0.52,
    strokes: [
      [
        [0.66, 1],
        [0.68, 0.5],
        [0.7, 0],
        [0.36, 0.3],
        [0.02, 0.66],
        [0.5, 0.67],
        [1, 0.66],
      ],
    ],
  },
  {
    ...thick,
    digit: 5,
    name: 'thick, like an S',
    left: 0.28,
    width: 0.42,
    strokes: [
      [
        [0.96, 0.02],
        [0.6, 0],
        [0.24, 0.04],
        [0.16, 0.22],
        [0.16, 0.42],
        [0.5, 0.42],
        [0.82, 0.54],
        [0.92, 0.74],
        [0.72, 0.95],
        [0.36, 1],
        [0.04, 0.93],
      ],
    ],
  },
  {
    ...thick,
    digit: 6,
    name: 'thick, the bowl large',
    left: 0.28,
    width: 0.44,
    strokes: [
      [
        [0.72, 0],
        [0.4, 0.2],
        [0.14, 0.5],
        [0.08, 0.78],
        [0.26, 0.97],
        [0.6, 0.98],
        [0.86, 0.82],
        [0.78, 0.6],
        [0.5, 0.52],
        [0.2, 0.62],
      ],
    ],
  },
  {
    ...thick,
    digit: 7,
    name: 'thick, a bar and a stem',
    left: 0.27,
    width: 0.46,
    strokes: [
      [
        [0, 0.04],
        [0.5, 0.05],
        [0.98, 0.02],
        [0.72, 0.4],
        [0.5, 0.74],
        [0.4, 1],
      ],
    ],
  },
  {
    ...tiny,
    digit: 0,
    name: 'tiny, at the upper left',
    left: 0.06,
    top: 0.08,
    strokes: [arc(0.5, 0.5, 0.5, 0.5, 0.8, -0.2)],
  },
  {
    ...tiny,
    digit: 3,
    name: 'tiny, with a flat top, at the right',
    left: 0.8,
    top: 0.4,
    strokes: [[[0.05, 0.03], [0.9, 0.02], [0.42, 0.4], ...arc(0.42, 0.7, 0.48, 0.3, 0.78, 1.4)]],
  },
  {
    ...tiny,
    digit: 4,
    name: 'tiny and open, at the foot',
    left: 0.42,
    top: 0.74,
    strokes: [
      [
        [0.22, 0],
        [0.1, 0.3],
        [0.06, 0.56],
        [0.5, 0.56],
        [0.96, 0.52],
      ],
      [
        [0.72, 0.12],
        [0.68, 0.6],
        [0.62, 1],
      ],
    ],
  },
  {
    ...tiny,
    digit: 6,
    name: 'tiny, at the upper right',
    left: 0.76,
    top: 0.06,
    strokes: [[[0.64, 0], [0.3, 0.3], [0.14, 0.68], ...arc(0.48, 0.76, 0.34, 0.24, 0.5, -0.48)]],
  },
  {
    ...tiny,
    digit: 8,
    name: 'tiny, of two rings, at the lower left',
    left: 0.1,
    top: 0.7,
    strokes: [arc(0.5, 0.25, 0.36, 0.25, 0.25, 1.27), arc(0.5, 0.75, 0.46, 0.25, 0.75, 1.77)],
  },
  {
    ...leaning,
    digit: 1,
    name: 'leaning, with a flag',
    strokes: [
      [
        [0.36, 0.3],
        [0.58, 0.12],
        [0.7, 0],
        [0.54, 0.5],
        [0.4, 1],
      ],
    ],
  },
  {
    ...leaning,
    digit: 2,
    name: 'leaning, almost a Z',
    strokes: [
      [
        [0.24, 0.2],
        [0.42, 0.03],
        [0.7, 0],
        [0.84, 0.14],
        [0.72, 0.4],
        [0.42, 0.72],
        [0.06, 1],
        [0.4, 0.98],
        [0.8, 0.99],
      ],
    ],
  },
  {
    ...leaning,
    digit: 5,
    name: 'leaning, in two strokes',
    strokes: [
      [
        [0.4, 0.04],
        [0.3, 0.42],
        [0.56, 0.38],
        [0.72, 0.54],
        [0.64, 0.82],
        [0.38, 1],
        [0.08, 0.94],
      ],
      [
        [0.4, 0.04],
        [0.66, 0.03],
        [0.94, 0],
      ],
    ],
  },
  {
    ...leaning,
    digit: 7,
    name: 'leaning and crossed',
    strokes: [
      [
        [0.22, 0.06],
        [0.54, 0.04],
        [0.92, 0],
        [0.66, 0.36],
        [0.46, 0.7],
        [0.32, 1],
      ],
      [
        [0.34, 0.52],
        [0.56, 0.49],
        [0.8, 0.46],
      ],
    ],
  },
  {
    ...leaning,
    digit: 9,
    name: 'leaning, its foot curled',
    strokes: [
      [
        [0.86, 0.12],
        [0.68, 0],
        [0.44, 0.06],
        [0.32, 0.26],
        [0.42, 0.44],
        [0.64, 0.4],
        [0.82, 0.2],
        [0.88, 0.06],
        [0.78, 0.5],
        [0.6, 0.86],
        [0.34, 1],
        [0.12, 0.92],
      ],
    ],
  },
];

/** What people draw who want to see what happens. */
export const noDigits: readonly Drawn[] = [
  {
    name: 'a dot',
    left: 0.5,
    top: 0.5,
    width: 0.01,
    height: 0.01,
    pen: 22,
    strokes: [
      [
        [0, 0],
        [1, 1],
      ],
    ],
  },
  {
    name: 'a scribble',
    left: 0.15,
    top: 0.2,
    width: 0.7,
    height: 0.6,
    pen: 14,
    strokes: [
      [
        [0.05, 0.1],
        [0.9, 0.3],
        [0.1, 0.35],
        [0.95, 0.6],
        [0.2, 0.55],
        [0.7, 0.05],
        [0.35, 0.95],
        [0.8, 0.85],
        [0.02, 0.75],
        [0.6, 0.2],
        [0.98, 0.98],
        [0.4, 0.02],
        [0.15, 0.9],
      ],
    ],
  },
  {
    name: 'a spiral',
    left: 0.15,
    top: 0.15,
    width: 0.7,
    height: 0.7,
    pen: 12,
    strokes: [
      Array.from({ length: 60 }, (_, index) => {
        const angle = (2 * Math.PI * 3 * index) / 59;
        const radius = 0.04 + (0.46 * index) / 59;
        return [0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)] as const;
      }),
    ],
  },
  {
    name: 'a cross',
    left: 0.2,
    top: 0.2,
    width: 0.6,
    height: 0.6,
    pen: 20,
    strokes: [
      [
        [0.5, 0],
        [0.5, 1],
      ],
      [
        [0, 0.5],
        [1, 0.5],
      ],
    ],
  },
  {
    name: 'a zigzag',
    left: 0.1,
    top: 0.35,
    width: 0.8,
    height: 0.3,
    pen: 16,
    strokes: [
      [
        [0, 1],
        [0.17, 0],
        [0.33, 1],
        [0.5, 0],
        [0.67, 1],
        [0.83, 0],
        [1, 1],
      ],
    ],
  },
  {
    name: 'the letter A',
    left: 0.22,
    top: 0.15,
    width: 0.56,
    height: 0.7,
    pen: 20,
    strokes: [
      [
        [0, 1],
        [0.26, 0.5],
        [0.5, 0],
        [0.74, 0.5],
        [1, 1],
      ],
      [
        [0.2, 0.64],
        [0.8, 0.64],
      ],
    ],
  },
];
