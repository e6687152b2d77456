import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { Blocking } from '../../engine/runtime.js';
import * as launch from '../../generated/launch.js';
import {
  MOST_WINOGRAD_TILES,
  ROW_TABLE_BYTES,
  WINOGRAD_DIRECT_ROWS,
  WINOGRAD_WORK_BYTES,
} from '../../generated/layout.js';
import { mostChunks, sumOfChunks } from './chunks.js';
import type { Convolution, ConvolutionAddresses, FilterGradient, FilterGradientAddresses } from './launch.js';
import { launchRectifiable } from './rectifiable.js';

/** Below, the transforms cost what the fewer products save; above, the transformed filter leaves the caches. */
const FEWEST_CHANNELS = 16;
const MOST_CHANNELS = 256;
/** Of the positions of 2×2 tiles, so many must be within the output. */
const LEAST_USED = 0.7;
/** Tiles of 4×4 pay where they leave at most so many of the products of 2×2 ones: measured, their transforms take longer. */
const MOST_PRODUCTS_LEFT = 0.7;
/** With fewer tiles of 4×4 than this, the transform of the filter costs what they save. */
const FEWEST_LARGE_TILES = 48;
/** What is transformed at once, and its products, stay in the L2 cache. */
const TRANSFORMED_BYTES = 320 * 1024;
const FEWEST_TILES = 12;
const NANOSECONDS_PER_MULTIPLY_ADD = 0.06;

/** Positions along a side of a tile. */
export type TileSide = 2 | 4;

/**
 * The tiles with which F(2×2, 3×3) or F(4×4, 3×3) is sooner done than the direct way; undefined for none. Those of 4×4 are
 * transformed eight outputs at a time, which must lie in one panel of NR columns.
 */
export function winogradTiles(
  { NR }: Pick<Blocking, 'NR'>,
  { batch, window, outputs }: Pick<Convolution, 'batch' | 'window' | 'outputs'>,
): TileSide | undefined {
  if (!fits(window, outputs)) return undefined;
  const left = productsPerImage(window, 4) / productsPerImage(window, 2);
  const large = batch * tilesPerImage(window, 4);
  if (left <= MOST_PRODUCTS_LEFT && large >= FEWEST_LARGE_TILES && NR % 8 === 0) return 4;
  const positions = window.outHeight * window.outWidth;
  return positions >= LEAST_USED * 4 * tilesPerImage(window, 2) ? 2 : undefined;
}

function fits(window: launch.Window, outputs: number): boolean {
  const { windowHeight, windowWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = window;
  const ones = [strideHeight, strideWidth, dilationHeight, dilationWidth];
  return (
    windowHeight === 3 &&
    windowWidth === 3 &&
    ones.every((length) => length === 1) &&
    [window.channels, outputs].every(
      (count) => count % 4 === 0 && count >= FEWEST_CHANNELS && count <= MOST_CHANNELS,
    )
  );
}

function tilesPerImage({ outHeight, outWidth }: launch.Window, side: TileSide): number {
  return Math.ceil(outHeight / side) * Math.ceil(outWidth / side);
}

/** Products of a tile. */
function componentsOf(side: TileSide): number {
  return (side + 2) ** 2;
}

/** For each pair of an input and an output. */
function productsPerImage(window: launch.Window, side: TileSide): number {
  return tilesPerImage(window, side) * componentsOf(side);
}

/** Tiles that are transformed at once, with so many numbers of each component for each; full register tiles of them. */
function tilesAtOnce(engine: CpuEngine, side: TileSide, numbers: number): number {
  const { MR } = engine.runtime!.blocking;
  const fitting = Math.floor(TRANSFORMED_BYTES / (4 * componentsOf(side) * numbers));
  return Math.ceil(Math.min(MOST_WINOGRAD_TILES, Math.max(FEWEST_TILES, fitting)) / MR) * MR;
}

/** The most numbers that a stride may be longer than what lies within it. */
const PADDING = 16;

export function reserveWinograd(
  engine: CpuEngine,
  { window: { channels }, outputs }: Convolution,
  side: TileSide,
): void {
  const { NR, edgeBytes } = engine.runtime!.blocking;
  const panels = Math.ceil(outputs / NR);
  const atOnce = tilesAtOnce(engine, side, channels + outputs);
  const numbers = channels + atOnce * (channels + panels * NR) + (1 + panels) * PADDING;
  engine.reserveScratch(ROW_TABLE_BYTES + edgeBytes + WINOGRAD_WORK_BYTES + 4 * componentsOf(side) * numbers);
}

/** After the filter was packed for the direct way, which does what has no finite result. */
export function launchWinograd(
  engine: CpuEngine,
  { batch, window, outputs, flipped, activation, alpha }: Convolution,
  tileSide: TileSide,
  { x, filter, bias, y }: ConvolutionAddresses,
  packedFilter: number,
): void {
  const { NR } = engine.runtime!.blocking;
  const panels = Math.ceil(outputs / NR);
  const transformed = engine.temporary(panels * NR * window.channels * 4 * componentsOf(tileSide));
  const [filterInputs, filterOutputs] = flipped ? [outputs, window.channels] : [window.channels, outputs];
  launch
    .winogradFilter(engine, {
      filter,
      to: transformed.address,
      inputs: filterInputs,
      outputs: filterOutputs,
      flipped,
      tileSide,
    })
    .run(panels, 8 * window.channels * outputs);
  const count = batch * tilesPerImage(window, tileSide);
  const atOnce = tilesAtOnce(engine, tileSide, window.channels + outputs);
  launchRectifiable(
    engine,
    y,
    (to, target) =>
      launch.winogradConvolve(
        to,
        window,
        { x, packedFilter, bias, outputs, groups: 1, activation, alpha, ...target },
        { transformedFilter: transformed.address, tileSide, tiles: count, tilesPerItem: atOnce },
      ),
    Math.ceil(count / atOnce),
    batch * productsPerImage(window, tileSide) * window.channels * outputs * NANOSECONDS_PER_MULTIPLY_ADD,
  );
  engine.free(transformed);
}

const MOST_CHUNKS = 32;
/** With fewer tiles, the sums of a chunk would cost more than the products that are added to them. */
const TILES_PER_CHUNK = 32;

function chunksOf({ batch, window, outputs }: FilterGradient, side: TileSide): number {
  const most = Math.min(MOST_CHUNKS, mostChunks(9 * window.channels * outputs));
  const tileRows = batch * Math.ceil(window.outHeight / side);
  const worthwhile = Math.floor((batch * tilesPerImage(window, side)) / TILES_PER_CHUNK);
  return Math.max(1, Math.min(most, tileRows, worthwhile));
}

export function reserveWinogradGradient(
  engine: CpuEngine,
  { window: { channels }, outputs }: FilterGradient,
  side: TileSide,
): void {
  const { NR, edgeBytes } = engine.runtime!.blocking;
  const panels = Math.ceil(outputs / NR);
  const atOnce = tilesAtOnce(engine, side, channels + outputs);
  const blocks = atOnce * (channels + PADDING + panels * NR) + (1 + panels) * PADDING;
  const numbers = channels + channels * outputs + PADDING + blocks;
  const transformed = WINOGRAD_WORK_BYTES + 4 * componentsOf(side) * numbers;
  const direct = WINOGRAD_DIRECT_ROWS * (NR * 4 + channels * 36 + 64);
  engine.reserveScratch(edgeBytes + Math.max(direct, transformed));
}

export function launchWinogradGradient(
  engine: CpuEngine,
  gradient: FilterGradient,
  tileSide: TileSide,
  { x, dy, gradient: to }: FilterGradientAddresses,
): void {
  const { batch, window, outputs } = gradient;
  const { channels } = window;
  const chunks = chunksOf(gradient, tileSide);
  const products = batch * productsPerImage(window, tileSide) * channels * outputs;
  sumOfChunks(engine, chunks, 9 * channels * outputs, to, (partials) => {
    launch
      .winogradFilterGradient(
        engine,
        window,
        { x, dy, partials, outputs, groups: 1, chunks },
        {
          tileSide,
          tileRows: batch * Math.ceil(window.outHeight / tileSide),
          tilesPerBlock: tilesAtOnce(engine, tileSide, channels + outputs),
        },
      )
      .run(chunks, products * NANOSECONDS_PER_MULTIPLY_ADD);
  });
}
