import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface PreviewServer {
  /** The address of the page, with a slash at the end. */
  readonly site: string;
  close(): void;
}

/**
 * Serves the built page of the package in `root` with `vite preview`, in a process of its own (jest's realms confuse
 * Vite), on a port that is free.
 */
export function startPreviewServer(
  root: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<PreviewServer> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const server = spawn(process.execPath, [vite, 'preview', '--host', '127.0.0.1', '--port', '0'], {
    cwd: root,
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve, reject) => {
    let output = '';
    function listen(text: Buffer) {
      output += stripVTControlCharacters(text.toString());
      const site = /http:\/\/127\.0\.0\.1:\d+\//.exec(output)?.[0];
      if (site) resolve({ site, close: () => void server.kill() });
    }
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    server.once('exit', (code) => reject(new Error(`vite preview ended with ${code}: ${output}`)));
  });
}
