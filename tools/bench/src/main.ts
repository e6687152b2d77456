import { writeFileSync } from 'node:fs';
import { HELP, parseCommandLine, type Wish } from './commandLine.js';
import { engineCommand, tfjsCommand, torchCommand } from './contest/contestants.js';
import { checkCheckout } from './contest/otherCheckout.js';
import { Worker, type WorkerCommand } from './contest/worker.js';
import { cores, describeMachine, threadCounts } from './machine.js';
import { type Opponents, runPart } from './parts/part.js';
import { toJson } from './results/json.js';
import { LEGEND, writeMarkdown } from './results/markdown.js';
import type { Row } from './results/row.js';
import { textTable } from './results/table.js';

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What a worker says of itself. @throws where it cannot run */
async function aboutWorker(command: WorkerCommand): Promise<string> {
  const worker = new Worker(command);
  try {
    return await worker.about();
  } finally {
    await worker.close();
  }
}

async function bench({ parts, against, json, markdown }: Wish): Promise<void> {
  const began = performance.now();
  if (against !== undefined) checkCheckout(against);
  const { told, opponents } = against === undefined ? await peersHere() : checkoutAt(against);
  const machine = [...describeMachine(), `Engine: ${await aboutWorker(engineCommand(cores))}`, told];
  console.log(machine.join('\n'));
  const rows: Row[] = [];
  for (const part of parts) {
    log(`${part.name} …`);
    const partBegan = performance.now();
    const partRows = await runPart(part, opponents, log);
    log(`${part.name}: ${secondsSince(partBegan)}`);
    console.log(`\n${textTable(partRows)}`);
    rows.push(...partRows);
  }
  console.log(`\n${LEGEND}\nTook ${secondsSince(began)}.`);
  if (json !== undefined) writeFileSync(json, toJson(rows));
  if (markdown !== undefined) writeMarkdown(markdown, rows, machine);
}

function secondsSince(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(0)} s`;
}

/** Whom to measure against, and what the log tells of them. */
interface Opposition {
  readonly told: string;
  readonly opponents: Opponents;
}

async function peersHere(): Promise<Opposition> {
  const torch = await aboutWorker(torchCommand(cores)).catch(() => undefined);
  const told =
    `Peers: ${await aboutWorker(tfjsCommand('cpu'))}; ${await aboutWorker(tfjsCommand('wasm'))}; ` +
    (torch ? `${torch.split(',')[0]}, its best number of threads` : 'no PyTorch in this Python');
  return { told, opponents: { torchThreads: torch ? threadCounts(cores) : [] } };
}

function checkoutAt(directory: string): Opposition {
  return { told: `Before: ${directory}`, opponents: { torchThreads: [], checkout: directory } };
}

async function main(): Promise<void> {
  const wish = parseCommandLine(process.argv.slice(2));
  if (wish.help) console.log(HELP);
  else await bench(wish);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
