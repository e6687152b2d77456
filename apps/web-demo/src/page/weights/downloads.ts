import type { NamedFile } from '../../shared/protocol.js';

/** Has the browser save files, as if links to them were followed. */
export function offerDownloads(files: readonly NamedFile[]): void {
  for (const { name, bytes } of files) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}
