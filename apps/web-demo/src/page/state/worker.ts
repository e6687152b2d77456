import { signal } from '@preact/signals';
import type { Report, Request } from '../../shared/protocol.js';
import { TrainingClient } from './client.js';

type ReportOf<Type extends Report['type']> = Extract<Report, { readonly type: Type }>;

/** What went wrong last; nothing any more once something else was asked for. */
export const failure = signal<string | undefined>(undefined);

const listeners = new Map<Report['type'], ((report: never) => void)[]>();
const mourners: (() => void)[] = [];
const preludes: (() => void)[] = [];

/** Calls `listener` with every report of this type that the worker makes. */
export function onReport<Type extends Report['type']>(
  type: Type,
  listener: (report: ReportOf<Type>) => void,
): void {
  listeners.set(type, [...(listeners.get(type) ?? []), listener]);
}

/** Calls `mourner` when the worker is gone, and its network with it; the next request starts another one. */
export function onLoss(mourner: () => void): void {
  mourners.push(mourner);
}

/** Calls `prelude` before each request, for what a worker that was started anew does not know yet. */
export function beforeRequests(prelude: () => void): void {
  preludes.push(prelude);
}

const client = new TrainingClient(receive, lose);

/** Asks the worker for something. What went wrong before is not in the way any more. */
export function send(request: Request): void {
  if (request.type !== 'look') failure.value = undefined;
  for (const prelude of preludes) prelude();
  sendQuietly(request);
}

/** Asks for something that no person has asked for: what went wrong before stays. */
export function sendQuietly(request: Request): void {
  client.send(request);
}

function receive(report: Report): void {
  for (const listener of listeners.get(report.type) ?? []) listener(report as never);
}

function lose(reason: string): void {
  // What depends on another state is told before that state is.
  for (const mourner of mourners.toReversed()) mourner();
  failure.value = reason;
}

onReport('failure', ({ message }) => {
  failure.value = message;
});
