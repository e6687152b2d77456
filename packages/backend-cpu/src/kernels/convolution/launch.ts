import type { CpuEngine } from '../../engine/cpuEngine.js';
import * as launch from '../../generated/launch.js';
import { MOST_UNROLLED_ROWS, ROW_TABLE_BYTES } from '../../generated/layout.js';
import { mostChunks, sumOfChunks } from './chunks.js';
import { launchRectifiable } from './rectifiable.js';
import { launchWinograd, reserveWinograd, type TileSide, winogradTiles } from './winograd.js';

/** Unrolled rows stay in the L2 cache, beside what they are multiplied with. */
const UNROLLED_BYTES = 192 * 1024;
const NANOSECONDS_PER_MULTIPLY_ADD = 0.05;

export interface Convolution {
  readonly batch: number;
  /** With the channels of a group. */
  readonly window: launch.Window;
  /** Of a group. */
  readonly outputs: number;
  readonly groups: number;
  /** The image is read with this many pixels less one, all zero, between its own: [height, width]. */
  readonly upsampling: readonly [number, number];
  /** The filter turned round, inputs and outputs exchanged: for the gradient of the image. */
  readonly flipped: boolean;
  readonly activation: number;
  readonly alpha: number;
}

export interface ConvolutionAddresses {
  readonly x: number;
  readonly filter: number;
  /** One value per output, or 0. */
  readonly bias: number;
  readonly y: number;
}

function rowsPerBlock(bytesPerRow: number, grain: number): number {
  const rows = Math.min(MOST_UNROLLED_ROWS, Math.floor(UNROLLED_BYTES / bytesPerRow));
  return Math.max(1, Math.floor(rows / grain)) * grain;
}

/** The tiles with which the transforms of Winograd's algorithm do it, if they do. */
function tilesOf(engine: CpuEngine, convolution: Convolution): TileSide | undefined {
  const { groups, upsampling } = convolution;
  const isPlain = groups === 1 && upsampling.every((factor) => factor === 1);
  return isPlain ? winogradTiles(engine.runtime!.blocking, convolution) : undefined;
}

/** How many rows an item takes, and the scratch for it. Call before taking addresses. */
export function reserveConvolution(engine: CpuEngine, convolution: Convolution): number {
  const { window } = convolution;
  const tiles = tilesOf(engine, convolution);
  if (tiles !== undefined) reserveWinograd(engine, convolution, tiles);
  const rowBytes = window.windowHeight * window.windowWidth * window.channels * 4;
  const { MR, edgeBytes } = engine.runtime!.blocking;
  const rows = rowsPerBlock(rowBytes, MR);
  engine.reserveScratch(ROW_TABLE_BYTES + edgeBytes + rows * rowBytes);
  return rows;
}

export function launchConvolution(
  engine: CpuEngine,
  convolution: Convolution,
  rowsPerItem: number,
  { x, filter, bias, y }: ConvolutionAddresses,
): void {
  const { batch, window, outputs, groups, flipped } = convolution;
  const taps = window.windowHeight * window.windowWidth;
  const k = taps * window.channels;
  const positions = batch * window.outHeight * window.outWidth;
  const { NR } = engine.runtime!.blocking;
  const panels = groups * Math.ceil(outputs / NR);
  const packed = engine.temporary(panels * NR * k * 4);
  const [filterInputs, filterOutputs] = flipped ? [outputs, window.channels] : [window.channels, outputs];
  launch
    .packFilter(engine, {
      filter,
      to: packed.address,
      taps,
      inputs: filterInputs,
      outputs: filterOutputs,
      groups,
      flipped,
    })
    .run(panels, groups * k * outputs);
  const tiles = tilesOf(engine, convolution);
  if (tiles !== undefined) {
    launchWinograd(engine, convolution, tiles, { x, filter, bias, y }, packed.address);
    engine.free(packed);
    return;
  }
  const { activation, alpha, upsampling } = convolution;
  launchRectifiable(
    engine,
    y,
    (to, target) =>
      launch.convolve(
        to,
        window,
        { x, packedFilter: packed.address, bias, outputs, groups, activation, alpha, ...target },
        { upHeight: upsampling[0], upWidth: upsampling[1], positions, rowsPerItem },
      ),
    groups * Math.ceil(positions / rowsPerItem),
    positions * k * outputs * groups * NANOSECONDS_PER_MULTIPLY_ADD,
  );
  engine.free(packed);
}

const MOST_CHUNKS = 16;
/** A chunk shorter than this is not worth a partial filter of its own. */
const LEAST_CHUNK = 256;
const WANTED_ITEMS = 8;

export interface FilterGradient {
  readonly batch: number;
  /** With the channels of a group. */
  readonly window: launch.Window;
  /** Of a group. */
  readonly outputs: number;
  readonly groups: number;
}

export interface FilterGradientAddresses {
  readonly x: number;
  readonly dy: number;
  readonly gradient: number;
}

interface FilterGradientPlan {
  readonly positions: number;
  readonly chunks: number;
  readonly tapGroups: number;
  readonly rows: number;
  readonly filterSize: number;
}

/** How the work is split: by the shapes alone, so that sums keep their order. */
export function planFilterGradient({ batch, window, outputs, groups }: FilterGradient): FilterGradientPlan {
  const taps = window.windowHeight * window.windowWidth;
  const k = taps * window.channels;
  const filterSize = k * outputs * groups;
  const positions = batch * window.outHeight * window.outWidth;
  const chunks = Math.max(
    1,
    Math.min(MOST_CHUNKS, Math.floor(positions / LEAST_CHUNK), mostChunks(filterSize)),
  );
  const tapGroups = Math.min(taps, Math.ceil(WANTED_ITEMS / (chunks * groups)));
  return { positions, chunks, tapGroups, rows: Math.max(32, rowsPerBlock(k * 4, 8)), filterSize };
}

export function reserveFilterGradient(
  engine: CpuEngine,
  { window }: FilterGradient,
  plan: FilterGradientPlan,
): void {
  const rowBytes = window.windowHeight * window.windowWidth * window.channels * 4 + 64;
  const { NR, edgeBytes } = engine.runtime!.blocking;
  const panelBytes = plan.rows * NR * 4;
  engine.reserveScratch(edgeBytes + panelBytes + plan.rows * rowBytes);
}

export function launchFilterGradient(
  engine: CpuEngine,
  { window, outputs, groups }: FilterGradient,
  { positions, chunks, tapGroups, rows, filterSize }: FilterGradientPlan,
  addresses: FilterGradientAddresses,
): void {
  sumOfChunks(engine, chunks, filterSize, addresses.gradient, (partials) => {
    launch
      .filterGradient(
        engine,
        window,
        { x: addresses.x, dy: addresses.dy, partials, outputs, groups, chunks },
        { positions, tapGroups, rowsAtOnce: rows },
      )
      .run(chunks * tapGroups * groups, positions * filterSize * NANOSECONDS_PER_MULTIPLY_ADD);
  });
}
