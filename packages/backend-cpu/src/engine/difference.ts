import { opcode as opcodes } from '../generated/opcodes.js';
import type { LoggedCommand } from './command.js';
import { opcodeOf } from './command.js';

/** In a sentence, constants are shown with as many numbers as this. */
const MOST_SHOWN = 4;

export const OTHER_ENGINE = 'The step ran on another engine; it is recorded again.';

/** How the constants of two recordings differ, as a sentence; undefined where they do not. */
export function differentConstants(
  first: readonly ArrayLike<number>[],
  second: readonly ArrayLike<number>[],
): string | undefined {
  const shared = Math.min(first.length, second.length);
  for (let index = 0; index < shared; index++) {
    const [one, other] = [first[index]!, second[index]!];
    if (sameNumbers(one, other)) continue;
    return `The step makes a tensor from other numbers each time, ${shown(one)} and then ${shown(other)}; write them to a staged tensor.`;
  }
  if (first.length === second.length) return undefined;
  return `The step makes ${first.length} tensors from arrays one time and ${second.length} the next.`;
}

/** How the commands of two recordings differ, as a sentence; undefined where they do not. */
export function differentCommands(
  first: readonly LoggedCommand[],
  second: readonly LoggedCommand[],
  same: (one: LoggedCommand, other: LoggedCommand) => boolean,
): string | undefined {
  if (first.length !== second.length) {
    return `The step runs ${first.length} kernels one time and ${second.length} the next; run the same ones each time.`;
  }
  const at = first.findIndex((command, index) => !same(command, second[index]!));
  if (at < 0) return undefined;
  const [one, other] = [kernelName(first[at]!), kernelName(second[at]!)];
  return one === other
    ? `Kernel ${at + 1} of the step, ${one}, has other options or works on other tensors each time; keep them the same, and let what changes be a staged tensor.`
    : `Kernel ${at + 1} of the step is ${one} one time and ${other} the next; run the same ones each time.`;
}

function kernelName(command: LoggedCommand): string {
  const code = opcodeOf(command);
  return Object.entries(opcodes).find(([, value]) => value === code)?.[0] ?? String(code);
}

/** As short as tells float32 numbers apart. */
function shownNumber(value: number): string {
  return String(Number(value.toPrecision(9)));
}

function shown(numbers: ArrayLike<number>): string {
  const few = Array.from({ length: Math.min(numbers.length, MOST_SHOWN) }, (_, index) =>
    shownNumber(numbers[index]!),
  );
  return `[${few.join(', ')}${numbers.length > MOST_SHOWN ? ', …' : ''}]`;
}

function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, index) => Object.is(value, b[index]));
}
