import { runContract } from './runContract.js';

addEventListener('message', async ({ data }: MessageEvent<{ backend: string; leakSteps: number }>) => {
  postMessage(await runContract(data.backend, data.leakSteps));
});
