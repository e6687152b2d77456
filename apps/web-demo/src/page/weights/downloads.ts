import type { NamedFile } from '../../shared/protocol.js';

/** Has the browser save files, as if links to them were followed. */
export function offerDownloads(files: readonly NamedFile[]): void {
  for (const { name, bytes } of files) offerDownload(name, bytes);
}

/** Has the browser save one file. */
export function offerDownload(name: string, content: BlobPart): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
