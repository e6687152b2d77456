import { type CommandWriter, unlaunched } from '../../engine/command.js';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { Launcher } from '../../generated/launch.js';

/** Where a convolution writes, and by what that is masked, or 0. */
interface Target {
  readonly y: number;
  readonly mask: number;
}

/** Launches a convolution to `y`; a recorded step makes the gradient of a relu after it in the same pass. */
export function launchRectifiable(
  engine: CpuEngine,
  y: number,
  write: (to: Launcher, target: Target) => CommandWriter,
  items: number,
  nanoseconds: number,
): void {
  write(engine, { y, mask: 0 })
    .rectifies({
      to: y,
      rectified: (mask, at) => unlaunched((to) => write(to, { y: at, mask }).run(items, nanoseconds)),
    })
    .run(items, nanoseconds);
}
