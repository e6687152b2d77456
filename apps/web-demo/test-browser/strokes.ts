import type { Page } from 'playwright-core';

type Point = readonly [number, number];
export type Stroke = readonly Point[];

/** Points along an ellipse, angles in turns, clockwise from the right. */
export function arc(cx: number, cy: number, rx: number, ry: number, from: number, to: number): Stroke {
  return Array.from({ length: 17 }, (_, index) => {
    const angle = 2 * Math.PI * (from + ((to - from) * index) / 16);
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)] as const;
  });
}

/** One way to write each digit, in a box from (0, 0) to (1, 1). */
const digits: readonly (readonly Stroke[])[] = [
  [arc(0.5, 0.5, 0.36, 0.5, 0.75, -0.25)],
  [
    [
      [0.55, 0],
      [0.5, 0.5],
      [0.47, 1],
    ],
  ],
  [[...arc(0.48, 0.27, 0.38, 0.27, 0.5, 1.08), [0.12, 0.97], [0.95, 0.95]]],
  [[...arc(0.42, 0.25, 0.38, 0.25, 0.55, 1.25), ...arc(0.42, 0.74, 0.45, 0.26, 0.75, 1.42)]],
  [
    [
      [0.3, 0.02],
      [0.12, 0.55],
      [0.88, 0.52],
    ],
    [
      [0.75, 0.08],
      [0.68, 1],
    ],
  ],
  [[[0.85, 0.03], [0.3, 0.03], [0.24, 0.45], ...arc(0.42, 0.7, 0.4, 0.28, 0.72, 1.4)]],
  [[[0.66, 0], [0.36, 0.28], [0.2, 0.6], ...arc(0.48, 0.74, 0.32, 0.25, 0.5, -0.55)]],
  [
    [
      [0.08, 0.06],
      [0.9, 0.04],
      [0.62, 0.5],
      [0.42, 1],
    ],
  ],
  [
    [
      ...arc(0.5, 0.25, 0.3, 0.24, 0.9, 0.25),
      ...arc(0.5, 0.75, 0.36, 0.25, -0.25, 0.75),
      [0.72, 0.38],
      [0.8, 0.2],
    ],
  ],
  [[...arc(0.46, 0.28, 0.34, 0.27, 1, 0), [0.8, 0.28], [0.74, 0.65], [0.66, 1]]],
];

/** Where and how large a drawing is, as shares of the pad. */
export interface Placement {
  readonly name: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly pen: number;
}

export const placements: readonly Placement[] = [
  { name: 'in the middle', left: 0.27, top: 0.15, width: 0.46, height: 0.7, pen: 22 },
  { name: 'small, in a corner', left: 0.62, top: 0.06, width: 0.24, height: 0.34, pen: 12 },
];

/** Draws a digit on the pad with the mouse, as a person would. */
export async function drawDigit(page: Page, digit: number, placement: Placement): Promise<void> {
  await drawStrokes(page, digits[digit] ?? [], placement);
}

/** Clears the pad, and draws on it with the mouse. */
export async function drawStrokes(
  page: Page,
  strokes: readonly Stroke[],
  placement: Omit<Placement, 'name'>,
): Promise<void> {
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('slider', { name: 'Pen' }).fill(String(placement.pen));
  const pad = page.getByRole('application');
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error('The pad is not on the page.');
  for (const stroke of strokes) {
    const [start, ...rest] = stroke.map(
      ([x, y]) =>
        [
          box.x + box.width * (placement.left + x * placement.width),
          box.y + box.height * (placement.top + y * placement.height),
        ] as const,
    );
    if (!start) continue;
    await page.mouse.move(...start);
    await page.mouse.down();
    for (const point of rest) await page.mouse.move(...point);
    await page.mouse.up();
  }
}
