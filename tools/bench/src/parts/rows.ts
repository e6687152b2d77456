import type { Timings } from '../contest/contest.js';
import { bestPeers, familyOf } from '../contest/contestants.js';
import type { Reading, Row, Target } from '../results/row.js';

/** Targets by the beginning of a peer's name. */
export type PeerTargets = Readonly<Record<string, Target>>;

/** Rows of one of ours against every peer: tfjs's in times faster, all others' in times of their time. */
export function againstPeers(
  measure: string,
  oursName: string,
  timings: Timings,
  { targets = {}, rate }: { readonly targets?: PeerTargets; readonly rate?: (ms: number) => string } = {},
): Row[] {
  const ours = timings.get(oursName);
  if (!ours) return [];
  return bestPeers(timings).map(([peer, peerTiming]) => {
    const family = familyOf(peer);
    const reading: Reading = family.startsWith('tfjs') ? 'timesFaster' : 'timesItsTime';
    return { measure, reading, ours, peer, peerTiming, rate: rate?.(ours.median), target: targets[family] };
  });
}

/** A row of two that may both have taken part. */
export function comparison(
  measure: string,
  reading: Reading,
  [oursName, peerName]: readonly [string, string],
  timings: Timings,
  target?: Target,
): Row[] {
  const [ours, peerTiming] = [timings.get(oursName), timings.get(peerName)];
  return ours && peerTiming ? [{ measure, reading, ours, peer: peerName, peerTiming, target }] : [];
}
