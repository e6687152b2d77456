import {
  ACTIVE, GENERATION, IDLE, LOOKS, NEVER, PROGRESS, SCRATCH, SCRATCH_STRIDE, WAITING, WaitOutcome,
} from '../generated/layout';
import { Command } from './command';

/**
 * `Atomics.wait` and `Atomics.notify`, imported: V8 11.3 (Node 20) loses locals around its own
 * `memory.atomic.wait32` in code of the baseline compiler.
 */
// @ts-ignore: decorator
@external('env', 'wait')
declare function wait(address: usize, expected: i32, milliseconds: f64): i32;
// @ts-ignore: decorator
@external('env', 'notify')
declare function notify(address: usize): void;

/** About half a millisecond. */
const BARRIER_SPINS: i32 = 400000;
/** Waiting for several times what an item takes, another thread was put aside: four times, at this many spins for each. */
const SPINS_PER_ITEM_MICROSECOND: i32 = 4 * 800;
const DEPARTURE_SPINS: i32 = 20000;
const SLICE_MILLISECONDS: f64 = 50;
/** Where nobody can tell whether a thread is alive: items that do not advance for this many slices, a minute, are lost. */
const STALLED_SLICES: i32 = 1200;

/** 0 for the thread that launches, 1 and up for the workers. */
export let threadIndex: i32 = 0;
/** How often this thread slept for another one: a sign that the machine is busy with other things. */
export let sleeps: i32 = 0;

export function setThreadIndex(index: i32): void {
  threadIndex = index;
}

/** This thread's own scratch memory; as large as the engine was asked to keep (`reserveScratch`). */
export function scratch(): usize {
  return load<u32>(SCRATCH) + <usize>threadIndex * load<u32>(SCRATCH_STRIDE);
}

/** Waits until the workers have left the last program; false when one of them never does, for it died in there. */
export function awaitDeparture(): bool {
  for (let spin = 0; spin < DEPARTURE_SPINS; spin++) {
    if (atomic.load<i32>(ACTIVE) == 0) return true;
  }
  sleeps++;
  let stalled = 0;
  let patience: f64 = 0.1;
  while (true) {
    for (let spin = 0; spin < BARRIER_SPINS; spin++) {
      if (atomic.load<i32>(ACTIVE) == 0) return true;
    }
    const answer = wait(NEVER, 0, patience);
    patience = SLICE_MILLISECONDS;
    if (answer == WaitOutcome.timedOut) stalled++;
    if (answer == WaitOutcome.lost || stalled == STALLED_SLICES) return false;
  }
}

/** Tells the others that all commands before `index` are done. */
export function publishProgress(index: i32): void {
  atomic.store<i32>(PROGRESS, index);
  if (atomic.load<i32>(WAITING) > 0) notify(PROGRESS);
}

/**
 * Waits until all commands before `index` are done: spins, then sleeps. False when a thread was lost; `command` is the
 * one whose counters show movement.
 */
export function awaitProgress(index: i32, command: Command): bool {
  const spins = BARRIER_SPINS + command.itemMicroseconds * SPINS_PER_ITEM_MICROSECOND;
  for (let spin = 0; spin < spins; spin++) {
    if (atomic.load<i32>(PROGRESS) >= index) return true;
  }
  sleeps++;
  let stalled = 0;
  let seen = command.itemsDone;
  while (true) {
    atomic.add<i32>(WAITING, 1);
    const progress = atomic.load<i32>(PROGRESS);
    const answer = progress >= index ? 0 : wait(PROGRESS, progress, SLICE_MILLISECONDS);
    atomic.sub<i32>(WAITING, 1);
    if (atomic.load<i32>(PROGRESS) >= index) return true;
    if (answer == WaitOutcome.lost) return false;
    if (answer == WaitOutcome.timedOut) {
      const done = command.itemsDone;
      stalled = done == seen ? stalled + 1 : 0;
      seen = done;
      if (stalled == STALLED_SLICES) return false;
    }
  }
}

/**
 * A worker's wait for the next program. It looks for it as often as the engine has asked for, which knows how soon it comes,
 * and then sleeps.
 */
export function awaitGeneration(seen: i32): i32 {
  const looks = atomic.load<i32>(LOOKS);
  for (let look = 0; look < looks; look++) {
    const generation = atomic.load<i32>(GENERATION);
    if (generation != seen) return generation;
  }
  while (true) {
    atomic.add<i32>(IDLE, 1);
    wait(GENERATION, seen, Infinity);
    atomic.sub<i32>(IDLE, 1);
    const generation = atomic.load<i32>(GENERATION);
    if (generation != seen) return generation;
  }
}

export function wakeWorkers(): void {
  atomic.add<i32>(GENERATION, 1);
  if (atomic.load<i32>(IDLE) > 0) notify(GENERATION);
}
