/** Where an epoch stands. */
export interface Progress {
  /** Batches done. */
  readonly done: number;
  /** Batches of the epoch, where that is known. */
  readonly total: number | undefined;
  /** Seconds since the epoch began. */
  readonly seconds: number;
  /** Loss of the last batch whose loss is known. */
  readonly loss?: number | undefined;
}

/**
 * One line of `columns` characters:
 * `Time: 0:00:01 | 75%|#####################       | ETA:   0:00:00 | loss:   2.28`
 *
 * Where they are too few, it is as much of `75% | ETA: 0:00:00 | loss: 2.28` as fits. Where nobody knows how many
 * batches there will be, it counts them: `Time: 0:00:01 | batch 352 | loss: 2.28`.
 */
export function formatProgressBar({ done, total, seconds, loss }: Progress, columns: number): string {
  if (total === undefined)
    return fitting([`Time: ${clock(seconds)}`, `batch ${done}`, ...shownLoss(loss)], columns);
  const share = total > 0 ? done / total : 1;
  const percentage = String(Math.floor(share * 100)).padStart(3);
  const remaining = done > 0 ? clock((seconds / done) * (total - done)) : '-:--:--';
  const left = `Time: ${clock(seconds)} |${percentage}%|`;
  const right = [
    `| ETA:  ${remaining.padStart(8)}`,
    ...(loss === undefined ? [] : [`loss: ${significant(loss).padStart(6)}`]),
  ].join(' | ');
  const width = columns - left.length - right.length;
  if (width < SHORTEST_BAR) return narrow(percentage, remaining, loss, columns);
  return left + '#'.repeat(Math.round(share * width)).padEnd(width) + right;
}

/** Shorter ones show nothing that the percentage does not say. */
const SHORTEST_BAR = 8;

function narrow(percentage: string, remaining: string, loss: number | undefined, columns: number): string {
  return fitting([`${percentage.trim()}%`, `ETA: ${remaining}`, ...shownLoss(loss)], columns);
}

function shownLoss(loss: number | undefined): string[] {
  return loss === undefined ? [] : [`loss: ${significant(loss)}`];
}

/** As many of the parts as fit. */
function fitting(parts: readonly string[], columns: number): string {
  const lines = parts.map((_, index) => parts.slice(0, index + 1).join(' | '));
  return lines.findLast((line) => line.length <= columns) ?? '';
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const rest = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, '0'));
  return [Math.floor(whole / 3600), ...rest].join(':');
}

function significant(value: number): string {
  return String(Number(value.toPrecision(3)));
}
