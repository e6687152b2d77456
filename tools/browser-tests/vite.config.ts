import { defineConfig } from 'vite';

/** Shared memory is given only to isolated pages; the suite runs with and without. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  root: 'page',
  build: { target: 'es2022', outDir: '../dist', emptyOutDir: true, chunkSizeWarningLimit: 3000 },
  worker: { format: 'es' },
  preview: { headers: process.env['NEUTYPE_ISOLATED'] === 'no' ? {} : ISOLATION },
});
