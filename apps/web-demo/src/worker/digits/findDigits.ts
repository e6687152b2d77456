import { DataNotFoundError, type DownloadProgress, mnist784, syntheticDigits } from '@neutype/datasets';
import { SYNTHETIC } from '../../shared/recipe.js';
import type { FindDigits, Waiting } from './digitStore.js';
import type { LabeledImages } from './digits.js';

/** Who asked for MNIST wants to train: a server that says nothing is not waited for long. */
const PATIENCE = { attempts: 2, responseTimeout: 8000 } as const;

/** MNIST, or digits drawn by the library: what the settings say. */
export const findDigits: FindDigits = async ({ settings, site }, waiting) => {
  if (settings.dataset === 'mnist') return fetchMnist(site, waiting);
  if (settings.dataset === 'synthetic') return syntheticDigits(SYNTHETIC);
  throw new DataNotFoundError('Nobody has given images of their own.');
};

/** MNIST from beside this page if it lies there, else from its mirrors; verified either way. */
async function fetchMnist(site: string, { signal, onNotice }: Waiting): Promise<LabeledImages> {
  const beside = new URL('mnist/', site).href;
  const probe = `${beside}t10k-labels-idx1-ubyte.gz`;
  const answer = await fetch(probe, { method: 'HEAD', signal }).catch(() => undefined);
  signal.throwIfAborted();
  const isThere = answer?.ok && !answer.headers.get('content-type')?.startsWith('text/html');
  onNotice(isThere ? 'Fetching MNIST…' : 'Fetching MNIST from its mirrors…');
  const onProgress = everySecond(({ file, received, total }: DownloadProgress) =>
    onNotice(`Fetching ${file}: ${megabytes(received, total)}.`),
  );
  return mnist784({
    ...(isThere ? { dataDir: beside } : {}),
    signal,
    onNotice,
    onProgress,
    fetchPolicy: PATIENCE,
  });
}

/** A status that is read aloud must not change with every piece of a download. */
function everySecond<T>(tell: (news: T) => void): (news: T) => void {
  let toldAt = performance.now();
  return (news) => {
    if (performance.now() - toldAt < 1000) return;
    toldAt = performance.now();
    tell(news);
  };
}

function megabytes(received: number, total: number | undefined): string {
  const shown = (bytes: number) => (bytes / 1e6).toFixed(1);
  return `${shown(received)}${total === undefined ? '' : ` of ${shown(total)}`} MB`;
}
