import { packPanel, packPanelTransposed } from '../gemm/pack';
import { NR } from '../generated/layout';
import { Command, Flag, Input } from '../runtime/command';

// @ts-ignore: decorator
@unmanaged @final
export class PackFilter extends Command {
  filter: Input;
  to: usize;
  taps: i32;
  inputs: i32;
  outputs: i32;
  flipped: Flag;
}

/**
 * A filter [taps, inputs, outputs] packed into column panels for the whole launch. As it is, its columns are the
 * outputs; for the gradient of the image they are the inputs, and the taps come last to first (`flipped`). Items: panels.
 */
export function packFilter(command: PackFilter): void {
  const filter = command.filter;
  const to = command.to;
  const taps = command.taps;
  const inputs = command.inputs;
  const outputs = command.outputs;
  const flipped = command.flipped != 0;
  const columns = flipped ? inputs : outputs;
  const k = taps * (flipped ? outputs : inputs);
  for (let panel = command.take(); panel >= 0; panel = command.take()) {
    const column = panel * NR;
    const wide = min(NR, columns - column);
    let at = to + <usize>panel * <usize>(k * NR) * 4;
    if (!flipped) {
      packPanel(filter + (<usize>column << 2), <usize>outputs << 2, k, wide, at);
      continue;
    }
    for (let tap = taps - 1; tap >= 0; tap--) {
      const from = filter + (<usize>((tap * inputs + column) * outputs) << 2);
      packPanelTransposed(from, <usize>outputs << 2, outputs, wide, at);
      at += <usize>(outputs * NR) * 4;
    }
  }
}
