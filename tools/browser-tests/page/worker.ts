import { runContract } from './runContract.js';

addEventListener('message', async ({ data }: MessageEvent<{ backend: string; leakSteps: number }>) => {
  await runContract(data.backend, data.leakSteps).then(postMessage, reportError);
});
