import { nearestName, OptionError, shown } from '@neutype/errors';
import { earlyStopping } from '../signals/earlyStopping.js';
import { keepBest } from '../signals/keepBest.js';
import { timeLimit, updateLimit } from '../signals/limits.js';
import { recordSteps } from '../signals/recordSteps.js';
import type { Signal, SignalFunction, Signals } from '../signals.js';

/**
 * The signals that the `signals` option means.
 *
 * @throws OptionError for what hears nothing, or not what it seems to
 */
export function toSignals(signals: Signals | null | undefined): readonly Signal[] {
  if (signals === undefined || signals === null) return [];
  const list: readonly unknown[] = Array.isArray(signals) ? signals : [signals];
  return list.map((signal) => {
    if (typeof signal === 'function') {
      checkIsNoClass(signal);
      const name = signal.name || 'function';
      if (MAKERS.has(signal)) throw notCalled(name);
      return { name, epochEnd: (...args) => checkedAnswer(name, () => (signal as SignalFunction)(...args)) };
    }
    if (typeof signal === 'object' && signal !== null) {
      checkHandlers(signal as Readonly<Record<string, unknown>>);
      if (HANDLERS.some((name) => name in signal)) return signal as Signal;
    }
    throw new OptionError({
      where: 'option signals',
      expected: `functions, or objects with one of the handlers ${HANDLERS.join(', ')}`,
      received: shown(signal),
      ...(isAbortSignal(signal) && { remedy: 'To abort training, write train(x, y, { signal }).' }),
    });
  });
}

const HANDLERS: readonly (keyof Signal)[] = ['trainStart', 'epochStart', 'updateEnd', 'epochEnd', 'trainEnd'];

/** Signals may have members of their own beside the handlers, but none that look like a handler misspelt. */
function checkHandlers(signal: Readonly<Record<string, unknown>>): void {
  for (const name of HANDLERS) {
    if (signal[name] === undefined || typeof signal[name] === 'function') continue;
    throw new OptionError({
      where: `option signals, ${name}`,
      expected: 'a function',
      received: shown(signal[name]),
    });
  }
  for (const [name, member] of Object.entries(signal)) {
    if (typeof member !== 'function' || (HANDLERS as readonly string[]).includes(name)) continue;
    const nearest = nearestName(name, HANDLERS);
    if (nearest === undefined) continue;
    throw new OptionError({
      where: 'option signals',
      expected: `handlers out of ${HANDLERS.join(', ')}`,
      received: shown(name),
      remedy: `Did you mean '${nearest}'?`,
    });
  }
}

/** The functions here that make signals. */
const MAKERS: ReadonlySet<unknown> = new Set([earlyStopping, keepBest, recordSteps, timeLimit, updateLimit]);

/**
 * What gives a signal makes signals, and has heard nothing: `signals: csvLog` in place of `csvLog('run.csv')`. One that takes
 * options refuses what signals hear.
 */
function checkedAnswer<Answer>(name: string, call: () => Answer): Answer {
  let answer: Answer;
  try {
    answer = call();
  } catch (error) {
    if (error instanceof OptionError && error.problem?.where.startsWith(name)) throw notCalled(name);
    throw error;
  }
  if (typeof answer !== 'object' || answer === null || !HANDLERS.some((handler) => handler in answer)) {
    return answer;
  }
  throw notCalled(name);
}

function notCalled(name: string): OptionError {
  return new OptionError({
    where: 'option signals',
    expected: 'signals',
    received: `the function ${name}, which makes one`,
    remedy: `Write ${name}().`,
  });
}

function checkIsNoClass(signal: object): void {
  if (!/^class\b/.test(Function.prototype.toString.call(signal))) return;
  throw new OptionError({
    where: 'option signals',
    expected: 'functions, or objects with handlers',
    received: `the class ${(signal as { name: string }).name}`,
    remedy: 'Make an object of it with new.',
  });
}

function isAbortSignal(signal: unknown): boolean {
  return typeof signal === 'object' && signal !== null && ('aborted' in signal || 'abort' in signal);
}
