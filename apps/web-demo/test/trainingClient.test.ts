import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TrainingClient } from '../src/page/state/client.js';
import type { Report, Request } from '../src/shared/protocol.js';

/** A worker that does nothing by itself. */
class FakeWorker {
  static all: FakeWorker[] = [];
  readonly asked: Request[] = [];
  isTerminated = false;
  onmessage?: (event: { data: Report }) => void;
  onerror?: (event: { message?: string; preventDefault: () => void }) => void;

  constructor() {
    FakeWorker.all.push(this);
  }

  postMessage(request: Request): void {
    this.asked.push(request);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  fail(message?: string): void {
    this.onerror?.({ ...(message === undefined ? {} : { message }), preventDefault: () => {} });
  }
}

const original = globalThis.Worker;
beforeEach(() => {
  FakeWorker.all = [];
  globalThis.Worker = FakeWorker as unknown as typeof Worker;
});
afterEach(() => {
  globalThis.Worker = original;
});

function client() {
  const reports: Report[] = [];
  const losses: string[] = [];
  const made = new TrainingClient(
    (report) => reports.push(report),
    (reason) => losses.push(reason),
  );
  return { client: made, reports, losses };
}

describe('the page’s end of the worker', () => {
  it('starts one worker, with the first request', () => {
    const { client: page, reports } = client();
    expect(FakeWorker.all).toHaveLength(0);
    page.send({ type: 'pause' });
    page.send({ type: 'resume' });
    expect(FakeWorker.all.map(({ asked }) => asked.map(({ type }) => type))).toEqual([['pause', 'resume']]);
    FakeWorker.all[0]?.onmessage?.({ data: { type: 'notice', message: 'hello' } });
    expect(reports).toEqual([{ type: 'notice', message: 'hello' }]);
  });

  it.each([
    ['could not be loaded', undefined, /could not be loaded\. Check the connection/],
    ['ended by a fault of its own', 'out of memory', /ended: out of memory/],
  ])('tells of a worker that %s, and starts another with the next request', (_, message, reason) => {
    const { client: page, losses } = client();
    page.send({ type: 'pause' });
    FakeWorker.all[0]?.fail(message);
    expect(losses).toEqual([expect.stringMatching(reason)]);
    expect(FakeWorker.all[0]?.isTerminated).toBe(true);
    page.send({ type: 'resume' });
    expect(FakeWorker.all).toHaveLength(2);
    FakeWorker.all[0]?.fail('late');
    expect(losses).toHaveLength(1);
  });
});
