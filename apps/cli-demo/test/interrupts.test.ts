import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { listenToInterrupts } from '../src/interrupts.js';

function listen() {
  const source = new EventEmitter();
  const calls: string[] = [];
  const interrupts = listenToInterrupts(source, {
    onStop: () => calls.push('stop'),
    onQuit: () => calls.push('quit'),
  });
  function press() {
    jest.advanceTimersByTime(1000);
    source.emit('SIGINT');
  }
  return { source, calls, interrupts, press };
}

/** Work that ends when its signal asks it to and `finish` was called. */
function work() {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { finish, finished };
}

describe('Ctrl-C', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] }));
  afterEach(() => void jest.useRealTimers());

  it('asks work that can stop to stop, and quits when it comes again', async () => {
    const { calls, interrupts, press } = listen();
    const { finish, finished } = work();
    let signal: AbortSignal | undefined;
    const done = interrupts.stoppable((given) => {
      signal = given;
      return finished;
    });
    expect(signal?.aborted).toBe(false);
    press();
    expect(signal?.aborted).toBe(true);
    expect(calls).toEqual(['stop']);
    press();
    expect(calls).toEqual(['stop', 'quit']);
    finish();
    await done;
  });

  it('quits at once before and after that work', async () => {
    const { calls, interrupts, press } = listen();
    press();
    expect(calls).toEqual(['quit']);
    await interrupts.stoppable(() => Promise.resolve());
    press();
    expect(calls).toEqual(['quit', 'quit']);
  });

  it('that comes twice for one press counts once', async () => {
    const { source, calls, interrupts } = listen();
    const { finish, finished } = work();
    const done = interrupts.stoppable(() => finished);
    jest.advanceTimersByTime(1000);
    source.emit('SIGINT');
    jest.advanceTimersByTime(20);
    source.emit('SIGINT');
    expect(calls).toEqual(['stop']);
    finish();
    await done;
  });

  it('passes on what the work returns and throws', async () => {
    const { interrupts } = listen();
    await expect(interrupts.stoppable(() => Promise.resolve(7))).resolves.toBe(7);
    await expect(interrupts.stoppable(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
