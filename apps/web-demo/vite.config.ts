import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Connect, defineConfig, type Plugin } from 'vite';
import { firstByte } from './vite/firstByte.js';
import { leanTensorflow } from './vite/leanTensorflow.js';
import { licenses } from './vite/licenses.js';
import { offline } from './vite/offline.js';

/** Shared memory, and with it threads, is given only to isolated pages. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const mnistFile = /^\/mnist\/((?:train|t10k)-(?:images-idx3|labels-idx1)-ubyte\.gz)$/;

/** Serves the MNIST files of `NEUTYPE_DATA_DIR`, if it is set, to the page at `/mnist/`. */
function localMnist(): Plugin {
  const directory = process.env['NEUTYPE_DATA_DIR'];
  const serve: Connect.NextHandleFunction = (request, response, next) => {
    const name = mnistFile.exec(request.url ?? '')?.[1];
    const path = directory && name ? join(directory, name) : undefined;
    if (!path || !existsSync(path)) return next();
    response.setHeader('Content-Type', 'application/gzip');
    createReadStream(path).pipe(response);
  };
  return {
    name: 'neutype-local-mnist',
    configureServer: (server) => void server.middlewares.use(serve),
    configurePreviewServer: (server) => void server.middlewares.use(serve),
  };
}

/** Licenses are in a file beside the page. */
const output = { comments: { legal: false } };

export default defineConfig({
  base: './',
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { output },
  },
  worker: {
    format: 'es',
    rolldownOptions: { output },
    plugins: () => [leanTensorflow(), licenses({ isPage: false })],
  },
  server: { headers: isolation },
  preview: { headers: isolation },
  plugins: [localMnist(), firstByte(), licenses({ isPage: true }), offline()],
});
