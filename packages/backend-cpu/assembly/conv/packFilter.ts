import { packPanel, packPanelTransposed } from '../gemm/pack';
import { NR } from '../generated/layout';
import { Command, Flag, Input } from '../runtime/command';

// @ts-ignore: decorator
@unmanaged @final
export class PackFilter extends Command {
  filter: Input;
  to: usize;
  taps: i32;
  /** Of a group. */
  inputs: i32;
  outputs: i32;
  groups: i32;
  flipped: Flag;
}

/**
 * A filter [taps, inputs, groups, outputs] packed into column panels for the whole launch, group by group. As it is, its
 * columns are the outputs; for the gradient of the image they are the inputs, and the taps come last to first
 * (`flipped`). Items: panels.
 */
export function packFilter(command: PackFilter): void {
  const filter = command.filter;
  const to = command.to;
  const taps = command.taps;
  const inputs = command.inputs;
  const outputs = command.outputs;
  const flipped = command.flipped != 0;
  const columns = flipped ? inputs : outputs;
  const panels = (columns + NR - 1) / NR;
  const k = taps * (flipped ? outputs : inputs);
  const stride = <usize>(command.groups * outputs) << 2;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const group = item / panels;
    const column = (item - group * panels) * NR;
    const wide = min(NR, columns - column);
    const first = filter + (<usize>(group * outputs) << 2);
    let at = to + <usize>item * <usize>(k * NR) * 4;
    if (!flipped) {
      packPanel(first + (<usize>column << 2), stride, k, wide, at);
      continue;
    }
    for (let tap = taps - 1; tap >= 0; tap--) {
      const from = first + <usize>(tap * inputs + column) * stride;
      packPanelTransposed(from, stride, outputs, wide, at);
      at += <usize>(outputs * NR) * 4;
    }
  }
}
