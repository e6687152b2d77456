/** Trains the network that the page opens with, and writes its file to where Vite serves it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module } = await runnerImport(fileURLToPath(new URL('shippedNetwork.ts', import.meta.url)));
const path = fileURLToPath(new URL('../public/shipped.safetensors', import.meta.url));
const bytes = await module.shippedNetwork((line) => console.log(line));
await mkdir(dirname(path), { recursive: true });
await writeFile(path, bytes);
