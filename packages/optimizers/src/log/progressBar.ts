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
  /** Metrics of the epoch before, by name. */
  readonly metrics?: Readonly<Record<string, number>> | undefined;
}

/**
 * One line of `columns` characters:
 * `Time: 0:00:01 | 75%|#####################       | ETA:   0:00:00 | loss:   2.28`
 * and behind the loss the metrics of the epoch before, `| accuracy: 0.97`.
 *
 * Where they are too few, it is as much of `75% | ETA: 0:00:00 | loss: 2.28` as fits. Where nobody knows how many
 * batches there will be, it counts them: `Time: 0:00:01 | batch 352 | loss: 2.28`.
 */
export function formatProgressBar(progress: Progress, columns: number): string {
  const { done, total, seconds, loss } = progress;
  if (total === undefined)
    return fitting([`Time: ${clock(seconds)}`, `batch ${done}`, ...measures(progress)], columns);
  const share = total > 0 ? done / total : 1;
  const percentage = String(Math.floor(share * 100)).padStart(3);
  const remaining = done > 0 ? clock((seconds / done) * (total - done)) : '-:--:--';
  const left = `Time: ${clock(seconds)} |${percentage}%|`;
  const right = [
    `| ETA:  ${remaining.padStart(8)}`,
    ...(loss === undefined ? [] : [`loss: ${significant(loss).padStart(6)}`]),
    ...metricsOf(progress),
  ].join(' | ');
  const width = columns - left.length - right.length;
  if (width < SHORTEST_BAR)
    return fitting([`${percentage.trim()}%`, `ETA: ${remaining}`, ...measures(progress)], columns);
  return left + '#'.repeat(Math.round(share * width)).padEnd(width) + right;
}

/** Shorter ones show nothing that the percentage does not say. */
const SHORTEST_BAR = 8;

function measures({ loss, metrics }: Progress): string[] {
  return [...(loss === undefined ? [] : [`loss: ${significant(loss)}`]), ...metricsOf({ metrics })];
}

function metricsOf({ metrics = {} }: Pick<Progress, 'metrics'>): string[] {
  return Object.entries(metrics).map(([name, value]) => `${name}: ${significant(value)}`);
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
