import { type Reading, type Row, ratioOf } from './row.js';

const WORDING: Readonly<Record<Reading, string>> = {
  timesFaster: 'times faster than the peer',
  timesItsTime: "in times of the peer's time",
  share: 'as a share of the peer',
  longer: 'milliseconds more than the peer',
};

/** What `--json` writes: medians, and the ratio in the reading that `measure` names. */
export function toJson(rows: readonly Row[]): string {
  const entries = rows.map((row) => ({
    measure: `${row.measure}, ${WORDING[row.reading]}`,
    ours_ms: row.ours.median,
    peer: row.peer,
    peer_ms: row.peerTiming.median,
    ratio: ratioOf(row, 'median'),
    ...(row.size !== undefined && { size: row.size }),
  }));
  return `${JSON.stringify(entries, undefined, 2)}\n`;
}
