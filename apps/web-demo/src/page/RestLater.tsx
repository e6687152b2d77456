import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Breakdown } from './Breakdown.js';
import { firstScreenDone } from './state/opening.js';

/** The rest of the page, which must not keep the first screen waiting: it is fetched when that is done. */
export function RestLater() {
  const [Rest, setRest] = useState<FunctionComponent | undefined>(undefined);
  const [error, setError] = useState<unknown>(undefined);
  useEffect(() => {
    firstScreenDone
      .then(() => import('./Rest.js'))
      .then((loaded) => setRest(() => loaded.Rest))
      .catch(setError);
  }, []);
  useEffect(() => {
    if (Rest && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [Rest]);
  if (error !== undefined) return <Breakdown error={error} />;
  return Rest ? <Rest /> : <div class="rest-later" aria-busy="true" />;
}
