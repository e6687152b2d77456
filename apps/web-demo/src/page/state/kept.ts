import { effect, signal } from '@preact/signals';
import type { Report } from '../../shared/protocol.js';
import { offerDownloads } from '../weights/downloads.js';
import { forgetFile, keepFile, keptFile } from '../weights/keptFile.js';
import { hasOwnNetwork } from './network.js';
import { isUpdating, message, phase } from './run.js';
import { settings } from './settings.js';
import { failure, onReport, send } from './worker.js';

/** Larger than the file of any network that this page trains. */
const LARGEST_FILE = 256 * 2 ** 20;

/** Whether the person asked the browser to keep the network. */
export const isKept = signal(false);
/** Whether there was a training since the network was kept. */
let isNew = false;

effect(() => {
  if (isUpdating.value) isNew = true;
});

onReport('phase', () => {
  if (phase.value === 'finished' && isNew && isKept.value) keepNetwork();
});

onReport('weights', (report) => void takeFiles(report));

/** Has the browser keep the network, now and after each training, for when the page is opened again. */
export function keepNetwork(): void {
  isKept.value = true;
  isNew = false;
  if (hasOwnNetwork.value) send({ type: 'exportWeights', format: 'safetensors', purpose: 'keep' });
}

export async function forgetNetworkKept(): Promise<void> {
  isKept.value = false;
  await forgetFile().catch(() => {});
  message.value = 'The browser keeps the network no longer.';
}

/** Reads a file with a network. */
export async function openFile(file: File): Promise<void> {
  try {
    if (file.size > LARGEST_FILE) throw new Error('it is larger than the weights of any network made here');
    const bytes = new Uint8Array(await file.arrayBuffer());
    send({ type: 'importWeights', file: bytes, settings: settings.value, site: document.baseURI });
  } catch (error) {
    failure.value = `${file.name} cannot be read: ${reasonOf(error)}.`;
  }
}

async function takeFiles({ files, purpose }: Extract<Report, { type: 'weights' }>): Promise<void> {
  if (purpose === 'download') return offerDownloads(files);
  try {
    await keepFile(files[0]?.bytes as Uint8Array<ArrayBuffer>);
    message.value = 'The browser keeps the network, also when the page is closed.';
  } catch (error) {
    isKept.value = false;
    failure.value = `The browser cannot keep the network: ${reasonOf(error)} Download it instead.`;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the person asked to be kept comes back; `false` if there is nothing. */
export async function bringBack(): Promise<boolean> {
  const file = await keptFile().catch(() => undefined);
  if (file === undefined) return false;
  isKept.value = true;
  await openFile(file);
  return true;
}
