import { beforeRequests, onLoss, sendQuietly } from './worker.js';

/** Where the build has put the network that comes with the page. */
const FILE = 'shipped.safetensors';

let file: Uint8Array | undefined;
let isSent = false;

/** Has the worker open the network that comes with the page. Without it the page is as useful as before one is trained. */
export async function openShipped(): Promise<void> {
  const answer = await fetch(new URL(FILE, document.baseURI)).catch(() => undefined);
  if (!answer?.ok || isPage(answer)) return;
  file = new Uint8Array(await answer.arrayBuffer());
  sendFile();
}

/** Some hosts answer with the page itself where there is no file. */
function isPage({ headers }: Response): boolean {
  return headers.get('Content-Type')?.startsWith('text/html') ?? false;
}

function sendFile(): void {
  if (file === undefined || isSent) return;
  isSent = true;
  sendQuietly({ type: 'openShipped', file });
}

// A worker that was started anew has no network.
onLoss(() => {
  isSent = false;
});
beforeRequests(sendFile);
