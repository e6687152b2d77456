import type { Contestant, Timings } from '../contest/contest.js';
import {
  engineContestant,
  isWide,
  ourThreads,
  peers,
  threadsName,
  torchContestants,
} from '../contest/contestants.js';
import { nodeWorker } from '../contest/worker.js';
import type { Row, Target } from '../results/row.js';
import { scaled, type Timing } from '../results/timing.js';
import {
  copyKernel,
  type MemoryKernel,
  memoryKernels,
  memoryShapes,
  operationsOf,
  type Product,
  products,
} from '../workloads/kernels.js';
import type { Bench, Part } from './part.js';
import { againstPeers } from './rows.js';

/** The machine's limit on one core, by products and sums apart and by fused ones. */
const limits: readonly Contestant[] = (['mulAdd', 'fma'] as const).map((name) => ({
  name: `limit, ${name}`,
  command: nodeWorker('peakWorker'),
  task: { name },
}));

const SQUARE_ON_ONE_THREAD = { required: 0.8, goal: 0.9 };
const LARGE_AGAINST_TORCH = { required: 1.15, goal: 1 };
const SHARE_OF_A_COPY = { required: 0.85, goal: 1 };
const MEMORY_AGAINST_TORCH = { required: 1.2, goal: 1 };

/** More than that would take tfjs seconds: operations of products, and elements. */
const MOST_OPERATIONS = 1e9;
const MOST_ELEMENTS = 2048 * 1024;

export const kernelPart: Part = {
  name: 'kernel',
  about:
    'matrix products by shape, as shares of the 128-bit SIMD peak measured here and against the peers; kernels that wait for memory',
  async run(bench) {
    const rows: Row[] = [];
    for (const [shape, product] of products) rows.push(...(await productRows(bench, shape, product)));
    for (const shape of memoryShapes) {
      for (const kernel of memoryKernels) rows.push(...(await memoryRows(bench, kernel(shape))));
    }
    return rows;
  },
};

async function productRows(bench: Bench, shape: string, product: Product): Promise<Row[]> {
  const task = { name: 'product', options: { ...product } };
  const isLarge = product.m >= 1024;
  const rivals = operationsOf(product) <= MOST_OPERATIONS ? peers : torchContestants;
  const ours = ourThreads.map((threads) => engineContestant(threads, task));
  const timings = await bench.contest([...ours, ...limits, ...rivals(bench.torchThreads, task)], {
    rounds: 4,
    turnSeconds: 0.1,
  });
  const billions = operationsOf(product) / 1e9;
  const rate = (ms: number): string => `${((billions / ms) * 1000).toFixed(1)} GFLOP/s`;
  const withoutLimits = new Map([...timings].filter(([name]) => !name.startsWith('limit')));
  const most = threadsName(ourThreads.at(-1) as number);
  return [
    ...ourThreads.flatMap((threads) => shareRows(shape, threads, isLarge, timings, billions, rate)),
    ...againstPeers(`${shape}, ${most}`, `engine, ${most}`, withoutLimits, {
      rate,
      ...(isLarge && isWide && { targets: { PyTorch: LARGE_AGAINST_TORCH } }),
    }),
  ];
}

/** The share of the peak of so many cores, taken as so many times one core's. */
function shareRows(
  shape: string,
  threads: number,
  isLarge: boolean,
  timings: Timings,
  billions: number,
  rate: (ms: number) => string,
): Row[] {
  const name = threadsName(threads);
  const limit = fastest(timings);
  const peak = limit && scaled(limit, billions / threads);
  const target = isLarge && threads === 1 ? SQUARE_ON_ONE_THREAD : undefined;
  return shareOf(
    '128-bit SIMD peak',
    peak,
    `${shape}, ${name}`,
    timings.get(`engine, ${name}`),
    rate,
    target,
  );
}

/** A row of what was reached of a limit, where both were measured. */
function shareOf(
  limit: string,
  peerTiming: Timing | undefined,
  measure: string,
  ours: Timing | undefined,
  rate: (ms: number) => string,
  target: Target | undefined,
): Row[] {
  if (!ours || !peerTiming) return [];
  const peer = `${limit}, ${rate(peerTiming.median)}`;
  return [{ measure, reading: 'share', ours, rate: rate(ours.median), peer, peerTiming, target }];
}

/** Milliseconds of a billion operations at the higher of the two limits. */
function fastest(timings: Timings): Timing | undefined {
  return limits
    .flatMap(({ name }) => timings.get(name) ?? [])
    .sort((a, b) => a.median - b.median)
    .at(0);
}

async function memoryRows(bench: Bench, kernel: MemoryKernel): Promise<Row[]> {
  const task = { name: 'memory', options: { ...kernel } };
  const copy = copyKernel(kernel.shape);
  const threads = ourThreads.at(-1) as number;
  const rivals = kernel.shape[0] * kernel.shape[1] <= MOST_ELEMENTS ? peers : torchContestants;
  const timings = await bench.contest(
    [
      engineContestant(threads, task),
      engineContestant(threads, { name: 'memory', options: { ...copy } }, 'copy'),
      ...rivals(bench.torchThreads, task),
    ],
    { rounds: 4, turnSeconds: 0.05 },
  );
  const rate = (ms: number): string => `${(kernel.bytes / 1e6 / ms).toFixed(1)} GB/s`;
  const name = threadsName(threads);
  const measure = `${kernel.name} ${kernel.shape.join('×')}, ${name}`;
  const targets = kernel.name === 'transpose' ? {} : { PyTorch: MEMORY_AGAINST_TORCH };
  const ours = timings.get(`engine, ${name}`);
  const copied = timings.get('engine, copy');
  const asMuch = copied && scaled(copied, kernel.bytes / copy.bytes);
  return [
    ...shareOf('a copy', asMuch, measure, ours, rate, SHARE_OF_A_COPY),
    ...againstPeers(measure, `engine, ${name}`, timings, { rate, targets }),
  ];
}
