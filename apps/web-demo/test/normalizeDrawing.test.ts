import { describe, expect, it } from '@jest/globals';
import { normalizeDrawing } from '../src/page/draw/normalizeDrawing.js';

function drawing(width: number, height: number, rectangle: [number, number, number, number], ink = 255) {
  const pixels = new Uint8Array(width * height);
  const [left, top, right, bottom] = rectangle;
  for (let y = top; y < bottom; y++) pixels.fill(ink, y * width + left, y * width + right);
  return { ink: pixels, width, height };
}

function inkBox(image: Uint8Array) {
  const xs: number[] = [];
  const ys: number[] = [];
  image.forEach((ink, index) => {
    if (ink === 0) return;
    xs.push(index % 28);
    ys.push(Math.floor(index / 28));
  });
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

describe('normalizeDrawing', () => {
  it('says nothing about an empty canvas', () => {
    expect(normalizeDrawing(drawing(280, 280, [0, 0, 0, 0]))).toBeUndefined();
  });

  it('takes specks fainter than the faintest ink for paper', () => {
    expect(normalizeDrawing(drawing(280, 280, [3, 3, 9, 9], 10))).toBeUndefined();
  });

  it('scales the longer side to 20 pixels and keeps the aspect ratio', () => {
    const image = normalizeDrawing(drawing(280, 280, [100, 40, 140, 240]));
    expect(inkBox(image!)).toEqual({ left: 12, right: 15, top: 4, bottom: 23 });
  });

  it('gives the same image wherever the ink is and however large it was drawn', () => {
    const centred = normalizeDrawing(drawing(280, 280, [100, 100, 180, 180]));
    const corner = normalizeDrawing(drawing(280, 280, [0, 200, 40, 240]));
    expect(corner).toEqual(centred);
  });

  it('puts the centre of mass, not of the box, at the centre', () => {
    const shape = drawing(200, 200, [0, 0, 200, 20]);
    for (let y = 20; y < 200; y++) shape.ink.fill(255, y * 200, y * 200 + 20);
    const image = normalizeDrawing(shape)!;
    let mass = 0;
    let x = 0;
    let y = 0;
    image.forEach((ink, index) => {
      mass += ink;
      x += ink * ((index % 28) + 0.5);
      y += ink * (Math.floor(index / 28) + 0.5);
    });
    expect(Math.abs(x / mass - 14)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(y / mass - 14)).toBeLessThanOrEqual(0.5);
  });

  it('keeps the amount of ink when it shrinks a drawing', () => {
    const image = normalizeDrawing(drawing(300, 300, [0, 0, 300, 300], 128))!;
    expect(image.reduce((sum, ink) => sum + ink, 0)).toBe(128 * 400);
  });

  it('takes every row and column of ink into the box, to the last', () => {
    // A square but for its last row and column, which are half inked: cut off, the square would fill all pixels.
    const shape = drawing(40, 40, [10, 10, 29, 29]);
    for (let place = 10; place < 30; place++) {
      shape.ink[29 * 40 + place] = 128;
      shape.ink[place * 40 + 29] = 128;
    }
    const image = normalizeDrawing(shape)!;
    const box = inkBox(image);
    expect([box.right - box.left, box.bottom - box.top]).toEqual([19, 19]);
    expect(image[box.bottom * 28 + box.left]).toBe(128);
    expect(image[box.top * 28 + box.right]).toBe(128);
  });

  it.each([
    ['upright', [140, 20, 141, 260]],
    ['level', [20, 140, 260, 141]],
  ] as const)('keeps a hair-thin line, %s', (_, rectangle) => {
    const image = normalizeDrawing(drawing(280, 280, [...rectangle]))!;
    expect(image.reduce((sum, ink) => sum + ink, 0)).toBe(20 * 255);
  });

  it('keeps full ink when it enlarges a drawing', () => {
    const image = normalizeDrawing(drawing(280, 280, [100, 100, 110, 110]))!;
    expect(image.filter((ink) => ink === 255)).toHaveLength(400);
    expect(image.filter((ink) => ink === 0)).toHaveLength(384);
  });

  it('cuts off what reaches beyond the image, and moves nothing to the other side', () => {
    // Full ink on the left, and the faintest as far to the right as the box goes: the mass is at the left edge.
    const shape = drawing(200, 200, [0, 0, 4, 200]);
    for (let y = 0; y < 200; y++) shape.ink.fill(16, y * 200 + 196, y * 200 + 200);
    const image = normalizeDrawing(shape)!;
    const columns = Array.from({ length: 28 }, (_, x) => (image[14 * 28 + x] ?? 0) > 0);
    expect(columns.indexOf(true)).toBeGreaterThan(8);
    expect(columns.filter(Boolean).length).toBeLessThanOrEqual(2);
    expect(columns[0]).toBe(false);
  });

  it('stays within the image for ink at whatever side', () => {
    for (const [left, top] of [
      [0, 0],
      [196, 0],
      [0, 196],
      [196, 196],
    ] as const) {
      const shape = drawing(200, 200, [left, top, left + 4, top + 4]);
      for (const corner of [0, 199, 199 * 200, 199 * 200 + 199]) shape.ink[corner] = 255;
      const image = normalizeDrawing(shape)!;
      const { left: inkLeft, right, top: inkTop, bottom } = inkBox(image);
      // The heavy corner is at the centre: nothing is as far from it on the side where nothing was drawn.
      if (left === 0) expect(inkLeft).toBeGreaterThan(8);
      else expect(right).toBeLessThan(20);
      if (top === 0) expect(inkTop).toBeGreaterThan(8);
      else expect(bottom).toBeLessThan(20);
    }
  });
});
