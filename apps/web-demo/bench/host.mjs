/** A static host as many are: files, compressed, without any special header. It knows how many bytes it has sent. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pipeline, Transform } from 'node:stream';
import { createGzip } from 'node:zlib';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/**
 * @param {string} folder
 * @param {Record<string, string>} headers sent with everything
 */
export async function startHost(folder, headers = {}) {
  /** @type {{ path: string, bytes: number }[]} */
  const sent = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const path = join(folder, normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
    if (!existsSync(path) || !statSync(path).isFile()) return void response.writeHead(404).end();
    const isNamedByContent = pathname.startsWith('/assets/');
    response.writeHead(200, {
      ...headers,
      'Cache-Control': isNamedByContent ? 'max-age=31536000, immutable' : 'max-age=600',
      'Content-Encoding': 'gzip',
      'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
    });
    const entry = { path: pathname, bytes: 0 };
    sent.push(entry);
    const counter = new Transform({
      transform(chunk, _, done) {
        entry.bytes += chunk.length;
        done(undefined, chunk);
      },
    });
    pipeline(createReadStream(path), createGzip({ level: 9 }), counter, response, () => {});
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    site: `http://127.0.0.1:${port}/`,
    sent,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
