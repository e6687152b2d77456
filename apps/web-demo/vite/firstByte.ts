import { createHash } from 'node:crypto';
import type { HtmlTagDescriptor, Plugin } from 'vite';

const WORKER = /^assets\/worker-[\w-]+\.js$/;

/**
 * Has the worker start with the page's first byte, beside the page's own script instead of after it, and says what the page may
 * load and run: nothing but its own.
 */
export function firstByte(): Plugin {
  return {
    name: 'neutype-first-byte',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const worker = Object.keys(bundle).find((path) => WORKER.test(path));
        if (worker === undefined) throw new Error('The bundle has no worker to start.');
        const script = startOf(worker);
        return [policy(script), { tag: 'script', children: script, injectTo: 'head-prepend' }];
      },
    },
  };
}

/** `src/page/state/client.ts` takes this worker over, unless it could not be loaded. */
function startOf(worker: string): string {
  return (
    `globalThis.neutypeWorker=new Worker("./${worker}",{type:"module",name:"neutype-training"});` +
    'neutypeWorker.onerror=function(){neutypeWorker=undefined}'
  );
}

function policy(script: string): HtmlTagDescriptor {
  const hash = createHash('sha256').update(script).digest('base64');
  const content = [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`,
    // Threads of the engine are made from blobs.
    "worker-src 'self' blob:",
    "img-src 'self' data: blob:",
    // Attributes of pictures.
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return {
    tag: 'meta',
    attrs: { 'http-equiv': 'Content-Security-Policy', content },
    injectTo: 'head-prepend',
  };
}
