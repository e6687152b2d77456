import type { Activity, ColumnActivity } from '../../../shared/activity.js';
import { DIGIT_SIDE } from '../../../shared/recipe.js';
import type { Box, Layout } from './layout.js';
import type { Motion, MovingLine } from './motion.js';

type Colour = readonly [red: number, green: number, blue: number];

export interface Palette {
  readonly light: Colour;
  readonly raises: Colour;
  readonly lowers: Colour;
  readonly ground: Colour;
}

/** A unit or a map on the picture: its column and its place there. */
export interface Spot {
  readonly column: number;
  readonly place: number;
}

/** Pulses run along lines that are at least as strong as this, of the strongest. */
const PULSED = 0.3;
/** How much of what is not looked at is left to be seen. */
const DIMMED = 0.14;

/** Paints a network at work. */
export class Painter {
  readonly #context: CanvasRenderingContext2D;
  readonly #palette: Palette;
  readonly #maps = new Map<number, Maps>();
  readonly #glow: HTMLCanvasElement;
  #mesh: { readonly layout: Layout; readonly canvas: HTMLCanvasElement } | undefined;

  constructor(canvas: HTMLCanvasElement, palette: Palette) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser gives no 2D canvas to draw on.');
    this.#context = context;
    this.#palette = palette;
    this.#glow = glowOf(palette.light);
  }

  /**
   * @param looked the unit that is looked at: the lines of all others are dimmed
   * @param pulse how far light has come on its way through the network, from 0 to 1
   */
  paint(activity: Activity, layout: Layout, motion: Motion, looked: Spot | undefined, pulse: number): void {
    const context = this.#context;
    const { canvas } = context;
    const ratio = canvas.width / layout.width;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(this.#meshFor(activity.columns, layout, ratio), 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#paintLines(activity, layout, motion, looked, pulse);
    activity.columns.forEach((column, index) => {
      if (column.kind === 'maps') this.#paintMaps(column, index, layout, motion);
      else if (column.kind !== 'image') this.#paintUnits(index, layout, motion);
    });
  }

  #paintLines(
    { columns }: Activity,
    layout: Layout,
    { lines }: Motion,
    looked: Spot | undefined,
    pulse: number,
  ): void {
    const context = this.#context;
    const { raises, lowers, light } = this.#palette;
    const last = Math.max(...columns.map(({ depth }) => depth));
    context.globalCompositeOperation = 'lighter';
    context.lineCap = 'round';
    for (const line of lines.values()) {
      const curve = curveOf(line, columns, layout);
      const size = Math.abs(line.strength);
      if (!curve || size < 0.02) continue;
      const isLookedAt = !looked || touches(line, looked);
      const strength = looked && isLookedAt ? 0.4 + 0.6 * size : size * (isLookedAt ? 1 : DIMMED);
      context.strokeStyle = ink(line.strength > 0 ? raises : lowers, 0.06 + 0.74 * strength);
      context.lineWidth = 0.5 + 1.9 * strength;
      context.beginPath();
      context.moveTo(curve.x1, curve.y1);
      const bend = (curve.x2 - curve.x1) * 0.45;
      context.bezierCurveTo(curve.x1 + bend, curve.y1, curve.x2 - bend, curve.y2, curve.x2, curve.y2);
      context.stroke();
      const depth = columns[line.to]?.depth ?? 1;
      const way = pulse * (last + 0.6) - (depth - 1);
      if (way > 0 && way < 1 && size > PULSED) this.#paintPulse(curve, way, size, light);
    }
    context.globalCompositeOperation = 'source-over';
  }

  #paintPulse(curve: Curve, way: number, size: number, light: Colour): void {
    const context = this.#context;
    const [x, y] = pointOn(curve, way);
    context.globalAlpha = 0.9 * size * Math.sin(Math.PI * way);
    context.drawImage(this.#glow, x - 7, y - 7, 14, 14);
    context.globalAlpha = 1;
    context.fillStyle = ink(light, 0.9 * size * Math.sin(Math.PI * way));
    context.beginPath();
    context.arc(x, y, 1.4, 0, 2 * Math.PI);
    context.fill();
  }

  #paintMaps(column: ColumnActivity, index: number, layout: Layout, motion: Motion): void {
    const context = this.#context;
    const { columns, rows, shown } = column;
    const moving = motion.columns[index];
    const spots = layout.columns[index]?.spots;
    if (!moving || !spots) return;
    const { canvas } = this.#mapsOf(index, columns, rows * shown.length, moving.values, moving.isMoving);
    context.imageSmoothingEnabled = false;
    spots.forEach((spot, place) => {
      const { left, top, width, height } = spot;
      context.fillStyle = ink(this.#palette.ground, 1);
      context.fillRect(left, top, width, height);
      context.drawImage(canvas, 0, place * rows, columns, rows, left, top, width, height);
      this.#frame(spot, moving.effects[place] as number);
    });
  }

  /** A map's frame says whether the map raises the answer. */
  #frame({ left, top, width, height }: Box, effect: number): void {
    const context = this.#context;
    const { light, raises, lowers } = this.#palette;
    context.lineWidth = 1;
    context.strokeStyle = ink(light, 0.16);
    context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
    if (Math.abs(effect) < 0.05) return;
    context.lineWidth = 1.5;
    context.strokeStyle = ink(effect > 0 ? raises : lowers, Math.abs(effect));
    context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
  }

  #mapsOf(index: number, columns: number, rows: number, values: Float32Array, isMoving: boolean) {
    const known = this.#maps.get(index);
    const fits = known?.pixels.width === columns && known.pixels.height === rows;
    const maps = fits ? known : newMaps(columns, rows);
    this.#maps.set(index, maps);
    // What jumps there has other values, and does not move.
    if (maps.values === values && !isMoving) return maps;
    maps.values = values;
    const { light, lowers } = this.#palette;
    const { data } = maps.pixels;
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as number;
      const [red, green, blue] = value < 0 ? lowers : light;
      data[4 * at] = red;
      data[4 * at + 1] = green;
      data[4 * at + 2] = blue;
      data[4 * at + 3] = 255 * Math.abs(value) ** 0.6;
    }
    maps.canvas.getContext('2d')?.putImageData(maps.pixels, 0, 0);
    return maps;
  }

  #paintUnits(index: number, layout: Layout, motion: Motion): void {
    const context = this.#context;
    const { light, lowers, raises, ground } = this.#palette;
    const moving = motion.columns[index];
    layout.columns[index]?.spots.forEach(({ left, top, width }, place) => {
      const value = moving?.values[place] ?? 0;
      const effect = moving?.effects[place] ?? 0;
      const radius = width / 2;
      const [x, y] = [left + radius, top + radius];
      const size = Math.abs(value);
      if (size > 0.15) {
        const reach = radius * (1.2 + 1.9 * size);
        context.globalCompositeOperation = 'lighter';
        context.globalAlpha = 0.75 * size;
        context.drawImage(this.#glow, x - reach, y - reach, 2 * reach, 2 * reach);
        context.globalAlpha = 1;
        context.globalCompositeOperation = 'source-over';
      }
      context.beginPath();
      context.arc(x, y, radius - 0.5, 0, 2 * Math.PI);
      context.fillStyle = ink(ground, 1);
      context.fill();
      context.fillStyle = ink(value < 0 ? lowers : light, size ** 0.8);
      context.fill();
      context.lineWidth = 1.2;
      context.strokeStyle =
        Math.abs(effect) < 0.05
          ? ink(light, 0.3)
          : ink(effect > 0 ? raises : lowers, 0.25 + 0.75 * Math.abs(effect));
      context.stroke();
    });
  }

  /** All that hangs together, faintly: painted once. */
  #meshFor(columns: readonly ColumnActivity[], layout: Layout, ratio: number): HTMLCanvasElement {
    const { canvas: page } = this.#context;
    const isKnown = this.#mesh?.layout === layout && this.#mesh.canvas.width === page.width;
    if (isKnown && this.#mesh) return this.#mesh.canvas;
    const canvas = document.createElement('canvas');
    canvas.width = page.width;
    canvas.height = page.height;
    const context = canvas.getContext('2d');
    if (context) {
      context.scale(ratio, ratio);
      context.strokeStyle = ink(this.#palette.light, 0.055);
      context.lineWidth = 0.6;
      for (const [to, column] of columns.entries()) {
        for (const from of column.sources) paintMesh(context, columns, layout, from, to);
      }
    }
    this.#mesh = { layout, canvas };
    return canvas;
  }
}

function paintMesh(
  context: CanvasRenderingContext2D,
  columns: readonly ColumnActivity[],
  layout: Layout,
  from: number,
  to: number,
): void {
  const isImage = columns[from]?.kind === 'image';
  const sources = isImage ? FAN : Array.from(layout.columns[from]?.spots ?? [], (_, place) => place);
  context.beginPath();
  for (const source of sources) {
    layout.columns[to]?.spots.forEach((_, target) => {
      const curve = curveOf({ from, to, source, target }, columns, layout, isImage);
      if (!curve) return;
      const bend = (curve.x2 - curve.x1) * 0.45;
      context.moveTo(curve.x1, curve.y1);
      context.bezierCurveTo(curve.x1 + bend, curve.y1, curve.x2 - bend, curve.y2, curve.x2, curve.y2);
    });
  }
  context.stroke();
}

/** Pixels that the faint lines of an image begin at. */
const FAN = [5, 14, 23].map((row) => row * DIGIT_SIDE + DIGIT_SIDE - 1);

interface Curve {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** From the right of a source to the left of its target; from a pixel where an image has lines of its own for each. */
function curveOf(
  { from, to, source, target }: Pick<MovingLine, 'from' | 'to' | 'source' | 'target'>,
  columns: readonly ColumnActivity[],
  layout: Layout,
  fromPixels: boolean = columns[from]?.kind === 'image' && columns[to]?.kind !== 'maps',
): Curve | undefined {
  const start = layout.columns[from]?.spots[fromPixels ? 0 : source];
  const end = layout.columns[to]?.spots[target];
  if (!start || !end) return undefined;
  const [x2, y2] = [end.left, end.top + end.height / 2];
  if (!fromPixels) return { x1: start.left + start.width, y1: start.top + start.height / 2, x2, y2 };
  const column = (source % DIGIT_SIDE) + 0.5;
  const row = Math.floor(source / DIGIT_SIDE) + 0.5;
  return {
    x1: start.left + (start.width * column) / DIGIT_SIDE,
    y1: start.top + (start.height * row) / DIGIT_SIDE,
    x2,
    y2,
  };
}

function pointOn({ x1, y1, x2, y2 }: Curve, way: number): readonly [number, number] {
  const bend = (x2 - x1) * 0.45;
  const [a, b, c, d] = [
    (1 - way) ** 3,
    3 * (1 - way) ** 2 * way,
    3 * (1 - way) * way ** 2,
    way ** 3,
  ] as const;
  return [a * x1 + b * (x1 + bend) + c * (x2 - bend) + d * x2, (a + b) * y1 + (c + d) * y2];
}

function touches({ from, to, source, target }: MovingLine, { column, place }: Spot): boolean {
  return (from === column && source === place) || (to === column && target === place);
}

/** The maps of a column, painted below each other, and the values that they show. */
interface Maps {
  readonly canvas: HTMLCanvasElement;
  readonly pixels: ImageData;
  values?: Float32Array;
}

function newMaps(columns: number, rows: number): Maps {
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  return { canvas, pixels: new ImageData(columns, rows) };
}

/** A soft spot of light. */
function glowOf(colour: Colour): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const light = context.createRadialGradient(32, 32, 4, 32, 32, 32);
  light.addColorStop(0, ink(colour, 0.7));
  light.addColorStop(0.35, ink(colour, 0.22));
  light.addColorStop(1, ink(colour, 0));
  context.fillStyle = light;
  context.fillRect(0, 0, 64, 64);
  return canvas;
}

function ink([red, green, blue]: Colour, alpha: number): string {
  return `rgb(${red} ${green} ${blue} / ${alpha.toFixed(3)})`;
}
