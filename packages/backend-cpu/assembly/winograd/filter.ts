import { PANEL_ROW_BYTES } from '../gemm/pack';
import { NR } from '../generated/layout';
import { Command, Flag, Input } from '../runtime/command';
import { largeFilterLine } from './largeTransforms';
import { components, patchSide, setTileSide, tileSide } from './tiles';
import { filterLine } from './transforms';

// @ts-ignore: decorator
@unmanaged @final
export class WinogradFilter extends Command {
  filter: Input;
  to: usize;
  inputs: i32;
  outputs: i32;
  flipped: Flag;
  tileSide: i32;
}

/**
 * G g Gᵀ of a filter [3, 3, inputs, outputs], as column panels: panel, component, k, column. As it is, its columns are
 * the outputs; for the gradient of the image (`flipped`) they are the inputs, and the taps come last to first.
 * Items: panels.
 */
export function winogradFilter(command: WinogradFilter): void {
  const filter = command.filter;
  const inputs = command.inputs;
  const outputs = command.outputs;
  const flipped = command.flipped != 0;
  setTileSide(command.tileSide);
  const k = flipped ? outputs : inputs;
  const columns = flipped ? inputs : outputs;
  const componentBytes = <usize>k * PANEL_ROW_BYTES;
  for (let panel = command.take(); panel >= 0; panel = command.take()) {
    const to = command.to + <usize>(panel * components) * componentBytes;
    for (let vector = 0; vector < NR; vector += 4) {
      const column = panel * NR + vector;
      for (let row = 0; row < k; row++) {
        const at = to + <usize>row * PANEL_ROW_BYTES + (<usize>vector << 2);
        if (column >= columns) clear(at, componentBytes);
        else if (flipped) transformFlipped(filter, inputs, outputs, column, row, at, componentBytes);
        else transformFilter(filter, inputs, outputs, row, column, at, componentBytes);
      }
    }
  }
}

function clear(to: usize, componentBytes: usize): void {
  for (let component = 0; component < components; component++, to += componentBytes) v128.store(to, i32x4.splat(0));
}

function transformFilter(
  filter: usize, inputs: i32, outputs: i32, input: i32, output: i32, to: usize, componentBytes: usize,
): void {
  const at = filter + (<usize>(input * outputs + output) << 2);
  const tap = <usize>(inputs * outputs) << 2;
  for (let column: usize = 0; column < 3; column++) {
    const from = at + column * tap;
    transformColumn(v128.load(from), v128.load(from + 3 * tap), v128.load(from + 6 * tap), to, column, componentBytes);
  }
  transformRows(to, componentBytes);
}

/** Four inputs of one output, turned round. */
function transformFlipped(
  filter: usize, inputs: i32, outputs: i32, input: i32, output: i32, to: usize, componentBytes: usize,
): void {
  const at = filter + (<usize>(input * outputs + output) << 2);
  const tap = <usize>(inputs * outputs) << 2;
  const stride = <usize>outputs << 2;
  for (let column: usize = 0; column < 3; column++) {
    const from = at + (2 - column) * tap;
    const last = gathered(from + 6 * tap, stride), middle = gathered(from + 3 * tap, stride);
    transformColumn(last, middle, gathered(from, stride), to, column, componentBytes);
  }
  transformRows(to, componentBytes);
}

// @ts-ignore: decorator
@inline
function gathered(from: usize, stride: usize): v128 {
  let lanes = v128.load32_zero(from);
  lanes = v128.load32_lane(from + stride, lanes, 1);
  lanes = v128.load32_lane(from + 2 * stride, lanes, 2);
  return v128.load32_lane(from + 3 * stride, lanes, 3);
}

/** G times one column of the filter, put where the first three columns of the result will be. */
// @ts-ignore: decorator
@inline
function transformColumn(g0: v128, g1: v128, g2: v128, to: usize, column: usize, componentBytes: usize): void {
  const at = to + column * componentBytes;
  const step = <usize>patchSide * componentBytes;
  if (tileSide == 4) largeFilterLine(g0, g1, g2, at, step);
  else filterLine(g0, g1, g2, at, step);
}

/** The three columns of each row, times Gᵀ. */
function transformRows(to: usize, componentBytes: usize): void {
  for (let row = 0; row < patchSide; row++, to += <usize>patchSide * componentBytes) {
    const g0 = v128.load(to), g1 = v128.load(to + componentBytes), g2 = v128.load(to + 2 * componentBytes);
    if (tileSide == 4) largeFilterLine(g0, g1, g2, to, componentBytes);
    else filterLine(g0, g1, g2, to, componentBytes);
  }
}
