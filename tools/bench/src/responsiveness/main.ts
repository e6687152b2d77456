/**
 * How soon a server answers that trains a network in the same process: `node dist/responsiveness/main.js [SECONDS]`. Ends
 * with 1 where the 99th percentile is above 50 ms.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { percentile } from '../results/percentile.js';
import type { NetworkName } from '../workloads/networks.js';
import { type Answers, ask } from './ask.js';

const TARGET = 50;
const seconds = Number(process.argv[2] ?? 10);

/** How the server is asked. */
interface Asking {
  readonly network: NetworkName;
  readonly path: '/' | '/predict';
  readonly keepAlive: boolean;
  /** Asks a server that does not train, to know what the machine adds. */
  readonly isIdle?: boolean;
}

const askings: readonly Asking[] = [
  { network: 'tutorial', path: '/', keepAlive: true, isIdle: true },
  { network: 'tutorial', path: '/', keepAlive: true },
  { network: 'tutorial', path: '/', keepAlive: false },
  { network: 'tutorial', path: '/predict', keepAlive: true },
  { network: 'cnn', path: '/', keepAlive: true },
  { network: 'cnn', path: '/', keepAlive: false },
  { network: 'cnn', path: '/predict', keepAlive: true },
];

async function measure({ network, path, keepAlive, isIdle = false }: Asking): Promise<Answers> {
  const server = fork(fileURLToPath(new URL('./trainingServer.js', import.meta.url)), [
    network,
    ...(isIdle ? ['idle'] : []),
  ]);
  try {
    const [{ port }] = (await once(server, 'message')) as [{ port: number }];
    const url = `http://127.0.0.1:${port}`;
    await ask(`${url}/`, 2, keepAlive); // until updates are replayed
    return await ask(`${url}${path}`, seconds, keepAlive);
  } finally {
    server.disconnect();
  }
}

for (const asking of askings) {
  const { milliseconds, updates } = await measure(asking);
  const [median, p99, longest] = [0.5, 0.99, 1].map((share) => percentile(milliseconds, share));
  if ((p99 as number) > TARGET) process.exitCode = 1;
  console.log(
    `${asking.isIdle ? 'no training' : asking.network}, ${asking.path}, ` +
      `${asking.keepAlive ? 'kept connections' : 'new connections'}: ` +
      `median ${median?.toFixed(1)} ms, p99 ${p99?.toFixed(1)} ms, longest ${longest?.toFixed(1)} ms, ` +
      `${(updates / seconds).toFixed(0)} updates a second`,
  );
}
