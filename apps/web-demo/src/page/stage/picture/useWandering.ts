import { useEffect } from 'preact/hooks';
import { wander } from '../../state/activity.js';

/** How often another digit goes through the network, in milliseconds. */
const EVERY = 3400;

/** Lets one digit after another go through the network while this is so; nobody who wants no motion gets any. */
export function useWandering(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') wander();
    }, EVERY);
    return () => clearInterval(timer);
  }, [isWanted]);
}
