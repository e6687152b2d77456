import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface PreviewServer {
  readonly site: string;
  close(): void;
}

/** Serves the built demo with `vite preview`, in a process of its own, on a port that is free. */
export function startPreviewServer(): Promise<PreviewServer> {
  const vite = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url));
  const server = spawn(process.execPath, [vite, 'preview', '--host', '127.0.0.1', '--port', '0'], {
    cwd: root,
  });
  return new Promise((resolve, reject) => {
    let output = '';
    const listen = (text: Buffer) => {
      output += stripVTControlCharacters(text.toString());
      const site = /http:\/\/127\.0\.0\.1:\d+\//.exec(output)?.[0];
      if (site) resolve({ site, close: () => void server.kill() });
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    server.once('exit', (code) => reject(new Error(`vite preview ended with ${code}: ${output}`)));
  });
}
