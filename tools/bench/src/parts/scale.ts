import { engineContestant, threadsName, torchContestants } from '../contest/contestants.js';
import { cores } from '../machine.js';
import type { Row } from '../results/row.js';
import { scaled } from '../results/timing.js';
import { parametersOf, SCALE_ROWS, SCALE_WIDTHS } from '../workloads/scale.js';
import type { Bench, Part } from './part.js';
import { againstPeers } from './rows.js';

export const scalePart: Part = {
  name: 'scale',
  about: 'one update from a thousand to fifty million parameters, an epoch from a thousand to a million rows',
  isOptional: true,
  async run(bench) {
    return [...(await byParameters(bench)), ...(await byRows(bench))];
  },
};

async function byParameters(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const width of SCALE_WIDTHS) {
    const task = { name: 'width', options: { width } };
    const timings = await bench.contest(
      [engineContestant(cores, task), ...torchContestants(bench.torchThreads, task)],
      { rounds: 5, turnSeconds: 0.3 },
    );
    const parameters = parametersOf(width);
    const rate = (ms: number) => `${((1e6 * ms) / parameters).toFixed(2)} ns a parameter`;
    const measure = `update of ${parameters.toLocaleString('en')} parameters`;
    const compared = againstPeers(measure, `engine, ${threadsName(cores)}`, timings, { rate });
    rows.push(...compared.map((row) => ({ ...row, size: parameters })));
  }
  return rows;
}

/** Each number of rows against ten times the time of a tenth of them. */
async function byRows(bench: Bench): Promise<Row[]> {
  const timings = await bench.contest(
    SCALE_ROWS.map((rows) => engineContestant(cores, { name: 'rows', options: { rows } }, nameOf(rows))),
    { rounds: 5, turnSeconds: 0.3 },
  );
  return SCALE_ROWS.slice(1).flatMap((rows, index) => {
    const ours = timings.get(`engine, ${nameOf(rows)}`);
    const tenth = timings.get(`engine, ${nameOf(SCALE_ROWS[index] as number)}`);
    if (ours === undefined || tenth === undefined) return [];
    return {
      size: rows,
      measure: `epoch of ${nameOf(rows)}`,
      reading: 'timesItsTime',
      ours,
      peer: `ten times ${nameOf(rows / 10)}`,
      peerTiming: scaled(tenth, 10),
      rate: `${((1e3 * ours.median) / rows).toFixed(2)} µs a row`,
    };
  });
}

function nameOf(rows: number): string {
  return `${rows.toLocaleString('en')} rows`;
}
