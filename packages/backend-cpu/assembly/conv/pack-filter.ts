import { packPanel, packPanelTransposed } from '../gemm/pack';
import { NR } from '../generated/layout';
import { intArgument, pointerArgument, take } from '../runtime/command';

/**
 * A filter [taps, inputs, outputs] packed into column panels for the whole launch. As it is, its columns are the
 * outputs; for the gradient of the image they are the inputs, and the taps come last to first. Arguments: filter, to,
 * taps, inputs, outputs, flipped. Items: panels.
 */
export function packFilter(command: usize): void {
  const filter = pointerArgument(command, 0);
  const to = pointerArgument(command, 1);
  const taps = intArgument(command, 2);
  const inputs = intArgument(command, 3);
  const outputs = intArgument(command, 4);
  const flipped = intArgument(command, 5) != 0;
  const columns = flipped ? inputs : outputs;
  const k = taps * (flipped ? outputs : inputs);
  for (let panel = take(command); panel >= 0; panel = take(command)) {
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
