import { readFileSync } from 'node:fs';

const ON_REQUEST = 'dist/assets/{otherFormats,writeModel}-*.js';

/** All that `dist/index.html` starts, and what comes with it: not what is imported later. */
function firstScreen() {
  const page = readFileSync('dist/index.html', 'utf8');
  const found = new Set(['dist/index.html', 'dist/shipped.safetensors']);
  const waiting = [...page.matchAll(/assets\/[\w-]+\.(?:js|css)/g)].map(([path]) => `dist/${path}`);
  for (const path of waiting) {
    if (found.has(path)) continue;
    found.add(path);
    const imports = readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*["']\.\/([\w-]+\.js)["']/g);
    for (const [, name] of imports) waiting.push(`dist/assets/${name}`);
  }
  return [...found];
}

const gzip = { gzip: true, brotli: false };

export default [
  { name: 'what the first answer to a drawing waits for', path: firstScreen(), limit: '300 kB', ...gzip },
  {
    name: 'the whole page with all backends, before data',
    path: ['dist/**/*.{html,css,js}', `!${ON_REQUEST}`],
    limit: '600 kB',
    ...gzip,
  },
  { name: 'what a download as ONNX or model.json fetches', path: ON_REQUEST, limit: '50 kB', ...gzip },
];
