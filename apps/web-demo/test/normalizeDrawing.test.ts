import { describe, expect, it } from '@jest/globals';
import { normalizeDrawing } from '../src/draw/normalizeDrawing.js';

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
});
