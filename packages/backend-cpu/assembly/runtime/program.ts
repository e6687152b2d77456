/**
 * Running programs: lists of commands. Every thread walks the same list and takes items of each command, and
 * no thread begins a command before all items of those before it are done. Nobody is waited for but threads
 * that hold an item: one that the operating system has put aside costs nothing, it finds no items left.
 */
import { dispatch } from '../generated/dispatch';
import {
  ACTIVE, COUNT, GENERATION, NO_COMMAND_STALLED, OPEN, PROGRAM, PROGRESS, READY, SLOT_BYTES, SLOT_IN_PROGRAM, SLOT_ITEMS,
  SLOT_LEAVE, SLOTS, SLOT_STATE, SlotState,
} from '../generated/layout';
import { Command, itemsTaken, resetItemsTaken } from './command';
import {
  awaitGeneration, awaitProgress, publishProgress, setThreadIndex, threadIndex, wakeWorkers,
} from './threads';

/** Runs a program on the calling thread alone. */
export function runAlone(program: usize, count: i32): void {
  let command = changetype<Command>(program);
  for (let index = 0; index < count; index++) {
    command.resetCounters();
    dispatch(command.opcode, changetype<usize>(command));
    command = command.next;
  }
}

/**
 * Runs a program on the calling thread and every worker that is ready. As for `runAlone`, all workers must have left
 * the last one (`awaitDeparture`): one that comes late to it takes no item, as long as its commands stay as they are.
 * Answers the index of the command that stopped moving because a worker died in it, or `NO_COMMAND_STALLED`.
 */
export function runTogether(program: usize, count: i32): i32 {
  let command = changetype<Command>(program);
  for (let index = 0; index < count; index++) {
    command.resetCounters();
    command = command.next;
  }
  atomic.store<i32>(PROGRAM, <i32>program);
  atomic.store<i32>(COUNT, count);
  atomic.store<i32>(PROGRESS, 0);
  atomic.store<i32>(OPEN, 1);
  wakeWorkers();
  const stalled = leadProgram(program, count);
  atomic.store<i32>(OPEN, 0);
  return stalled;
}

/** The calling thread's walk: it alone runs the commands that are too small to share. */
function leadProgram(program: usize, count: i32): i32 {
  let command = changetype<Command>(program);
  for (let index = 0; index < count; index++) {
    resetItemsTaken();
    dispatch(command.opcode, changetype<usize>(command));
    if (!command.isTogether || command.complete()) publishProgress(index + 1);
    else if (!awaitProgress(index + 1, command)) return index;
    command = command.next;
  }
  return NO_COMMAND_STALLED;
}

function joinProgram(): void {
  const count = atomic.load<i32>(COUNT);
  let command = changetype<Command>(<usize>atomic.load<i32>(PROGRAM));
  for (let index = 0; index < count; index++) {
    if (command.isTogether) {
      if (!awaitProgress(index, command)) return;
      resetItemsTaken();
      dispatch(command.opcode, changetype<usize>(command));
      countItems();
      if (command.complete()) publishProgress(index + 1);
    }
    command = command.next;
  }
}

/** Before the command is complete: when it is, they are counted. */
function countItems(): void {
  const slot = SLOTS + <usize>threadIndex * SLOT_BYTES;
  store<i32>(slot, load<i32>(slot, SLOT_ITEMS) + itemsTaken, SLOT_ITEMS);
}

/**
 * A worker's life. `ACTIVE` keeps the commands in place while it reads them: either its addition comes before the
 * caller's look at `ACTIVE`, who then waits, or its look at `OPEN` comes after the caller has closed the program. All
 * four are sequentially consistent, as all atomic operations of WebAssembly are; weaker ones would not do (Dekker).
 */
export function workerLoop(index: i32): void {
  const slot = SLOTS + <usize>index * SLOT_BYTES;
  setThreadIndex(index);
  let seen = atomic.load<i32>(GENERATION);
  atomic.add<i32>(READY, 1);
  atomic.store<i32>(slot, SlotState.takesPart, SLOT_STATE);
  while (atomic.load<i32>(slot, SLOT_LEAVE) == 0) {
    seen = awaitGeneration(seen);
    atomic.store<i32>(slot, 1, SLOT_IN_PROGRAM);
    atomic.add<i32>(ACTIVE, 1);
    if (atomic.load<i32>(OPEN) == 1) joinProgram();
    atomic.sub<i32>(ACTIVE, 1);
    atomic.store<i32>(slot, 0, SLOT_IN_PROGRAM);
  }
  atomic.sub<i32>(READY, 1);
  atomic.store<i32>(slot, SlotState.free, SLOT_STATE);
}
