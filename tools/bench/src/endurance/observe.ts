import { type Account, account } from './account.js';
import { serve } from './serving.js';
import { trainMany } from './trainings.js';

/** How much work. */
export interface Endurance {
  readonly predictions: number;
  readonly trainings: number;
}

/** What a process held on its way. */
export interface Observation {
  /** Before the work, when the engine has what it keeps, such as the threads' scratch memory. */
  readonly before: Account;
  /** After a tenth of it. */
  readonly warm: Account;
  readonly after: Account;
}

type Note = (done: number, now: Account) => void;

/** Follows what the process holds while so much work is done. */
async function observe(
  count: number,
  work: (onProgress: (done: number) => void) => Promise<unknown>,
  note: Note,
): Promise<Observation> {
  const before = account();
  let warm: Account | undefined;
  await work((done) => {
    const now = account();
    if (done >= count / 10) warm ??= now;
    note(done, now);
  });
  const after = account();
  return { before, warm: warm ?? before, after };
}

/**
 * Answers requests, then trains many networks, and tells what the process held.
 *
 * @returns an observation of each, and how many milliseconds each answer to a single row took
 */
export async function endure({ predictions, trainings }: Endurance, note: Note) {
  await trainMany(1, () => {});
  let milliseconds: number[] = [];
  const serving = await observe(
    predictions,
    async (onProgress) => {
      milliseconds = await serve(predictions, onProgress);
    },
    note,
  );
  const training = await observe(trainings, (onProgress) => trainMany(trainings, onProgress), note);
  return { serving, training, milliseconds };
}

/** By which the memory grows at least: the largest requests may meet for the first time after the first tenth. */
const ONE_GROWTH = 4 * 2 ** 20;

/** What has grown though the work stayed the same, in words; nothing where all is flat. */
export function growthIn({ before, warm, after }: Observation): string[] {
  return [
    ...(after.engineBytes > warm.engineBytes + ONE_GROWTH
      ? [`engine memory from ${warm.engineBytes} to ${after.engineBytes} bytes after the first tenth`]
      : []),
    ...(['usedBytes', 'tensors', 'tensorBytes'] as const)
      .filter((what) => after[what] !== before[what])
      .map((what) => `${what} from ${before[what]} to ${after[what]}`),
  ];
}
