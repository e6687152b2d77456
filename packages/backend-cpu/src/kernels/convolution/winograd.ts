import type { CpuEngine } from '../../engine/cpuEngine.js';
import * as launch from '../../generated/launch.js';
import { MOST_WINOGRAD_TILES, ROW_TABLE_BYTES, WINOGRAD_DIRECT_ROWS } from '../../generated/layout.js';
import { mostChunks, sumOfChunks } from './chunks.js';
import type { Convolution, ConvolutionAddresses, FilterGradient, FilterGradientAddresses } from './launch.js';

/** Below, the transforms cost what the fewer products save; above, the transformed filter leaves the caches. */
const FEWEST_CHANNELS = 16;
const MOST_CHANNELS = 256;
/** Of the tiles' positions, so many must be within the output. */
const LEAST_USED = 0.7;
/** Products of a tile, and the bytes of one number in each of them. */
const COMPONENTS = 16;
const COMPONENT_BYTES = COMPONENTS * 4;
/** Transformed tiles stay in the L2 cache. */
const TRANSFORMED_BYTES = 160 * 1024;
const FEWEST_TILES = 12;
const NANOSECONDS_PER_MULTIPLY_ADD = 0.06;

/** Whether F(2×2, 3×3) does this convolution sooner than the direct way. */
export function winogradFits(window: launch.Window, outputs: number): boolean {
  const { windowHeight, windowWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = window;
  const ones = [strideHeight, strideWidth, dilationHeight, dilationWidth];
  return (
    windowHeight === 3 &&
    windowWidth === 3 &&
    ones.every((length) => length === 1) &&
    [window.channels, outputs].every(
      (count) => count % 4 === 0 && count >= FEWEST_CHANNELS && count <= MOST_CHANNELS,
    ) &&
    window.outHeight * window.outWidth >= LEAST_USED * 4 * tilesPerImage(window)
  );
}

function tilesPerImage({ outHeight, outWidth }: launch.Window): number {
  return Math.ceil(outHeight / 2) * Math.ceil(outWidth / 2);
}

/** Tiles that are transformed at once, `channels` numbers of each component for each; full register tiles of them. */
function tilesAtOnce(engine: CpuEngine, channels: number): number {
  const { MR } = engine.runtime!.blocking;
  const fitting = Math.floor(TRANSFORMED_BYTES / (COMPONENT_BYTES * channels));
  return Math.ceil(Math.min(MOST_WINOGRAD_TILES, Math.max(FEWEST_TILES, fitting)) / MR) * MR;
}

export function reserveWinograd(engine: CpuEngine, { window: { channels } }: Convolution): void {
  const { NR, edgeBytes } = engine.runtime!.blocking;
  const atOnce = tilesAtOnce(engine, channels);
  const transformed = COMPONENT_BYTES * (channels + atOnce * (channels + NR));
  engine.reserveScratch(ROW_TABLE_BYTES + edgeBytes + transformed);
}

/** After the filter was packed for the direct way, which does what has no finite result. */
export function launchWinograd(
  engine: CpuEngine,
  { batch, window, outputs, flipped, activation, alpha }: Convolution,
  { x, filter, bias, y }: ConvolutionAddresses,
  packedFilter: number,
): void {
  const { NR } = engine.runtime!.blocking;
  const panels = Math.ceil(outputs / NR);
  const transformed = engine.temporary(panels * NR * window.channels * COMPONENT_BYTES);
  const [filterInputs, filterOutputs] = flipped ? [outputs, window.channels] : [window.channels, outputs];
  launch
    .winogradFilter(engine, {
      filter,
      to: transformed.address,
      inputs: filterInputs,
      outputs: filterOutputs,
      flipped,
    })
    .run(panels, 8 * window.channels * outputs);
  const count = batch * tilesPerImage(window);
  const atOnce = tilesAtOnce(engine, window.channels);
  launch
    .winogradConvolve(
      engine,
      window,
      { x, packedFilter, y, bias, outputs, groups: 1, activation, alpha },
      { transformedFilter: transformed.address, tiles: count, tilesPerItem: atOnce },
    )
    .run(
      Math.ceil(count / atOnce),
      count * COMPONENTS * window.channels * outputs * NANOSECONDS_PER_MULTIPLY_ADD,
    );
  engine.free(transformed);
}

const MOST_CHUNKS = 32;

function chunksOf({ batch, window, outputs }: FilterGradient): number {
  const most = mostChunks(9 * window.channels * outputs);
  return Math.min(MOST_CHUNKS, batch * Math.ceil(window.outHeight / 2), most);
}

export function reserveWinogradGradient(
  engine: CpuEngine,
  { window: { channels }, outputs }: FilterGradient,
): void {
  const { NR, edgeBytes } = engine.runtime!.blocking;
  const atOnce = tilesAtOnce(engine, channels);
  const gradients = Math.ceil(outputs / NR) * NR;
  const sums = channels * outputs;
  const direct = WINOGRAD_DIRECT_ROWS * (NR * 4 + channels * 36 + 64);
  const transformed = COMPONENT_BYTES * (channels + sums + atOnce * (channels + 16 + gradients));
  engine.reserveScratch(edgeBytes + Math.max(direct, transformed));
}

export function launchWinogradGradient(
  engine: CpuEngine,
  gradient: FilterGradient,
  { x, dy, gradient: to }: FilterGradientAddresses,
): void {
  const { batch, window, outputs } = gradient;
  const chunks = chunksOf(gradient);
  const products = batch * tilesPerImage(window) * COMPONENTS * window.channels * outputs;
  sumOfChunks(engine, chunks, 9 * window.channels * outputs, to, (partials) => {
    launch
      .winogradFilterGradient(
        engine,
        window,
        { x, dy, partials, outputs, groups: 1, chunks },
        {
          tileRows: batch * Math.ceil(window.outHeight / 2),
          tilesPerBlock: tilesAtOnce(engine, window.channels),
        },
      )
      .run(chunks, products * NANOSECONDS_PER_MULTIPLY_ADD);
  });
}
