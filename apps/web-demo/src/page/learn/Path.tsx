import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { closePath, isPathOpen, OPENER, openPath } from '../state/learn.js';
import { failure } from '../state/worker.js';
import './opener.css';

/** Opens and closes the path of eight steps. */
export function PathOpener() {
  const isOpen = isPathOpen.value;
  return (
    <button
      id={OPENER}
      type="button"
      class="path-opener"
      aria-expanded={isOpen}
      onClick={isOpen ? closePath : openPath}
    >
      Eight steps
    </button>
  );
}

/** The path, which is fetched when it is first opened. */
export function Path() {
  const [Card, setCard] = useState<FunctionComponent | undefined>(undefined);
  const isOpen = isPathOpen.value;
  useEffect(() => {
    if (!isOpen || Card) return;
    import('./PathCard.js')
      .then(({ PathCard }) => setCard(() => PathCard))
      .catch(() => {
        closePath();
        failure.value = 'The eight steps could not be loaded. Check the connection, then try again.';
      });
  }, [isOpen, Card]);
  return isOpen && Card ? <Card /> : null;
}
