import { checkOptions, OptionError, shown } from '@neutype/errors';
import { defineSchedule } from './define.js';
import type { Schedule, ScheduleMemory, ScheduleMoment, Unit } from './schedule.js';
import { beganAfter, momentAfter, passedOf, type Span, type Stretch, toStretch } from './span.js';
import { checkCounts, toSchedule } from './toSchedule.js';

/** A part of a `stepSequence`: a learning rate or a schedule, and for how long. */
export type SequencePart = Span & { readonly step: number | Schedule };

/** The last part of a `stepSequence`, which has no end. */
export interface LastPart {
  readonly step: number | Schedule;
}

/**
 * Learning rates and schedules, each for its time; each schedule begins with its part. PyTorch's `SequentialLR`.
 *
 * @param parts in the order of training, all in epochs or all in updates; the last is given no length
 * @throws OptionError for parts without an order of this kind, or a value out of range
 *
 * @example
 * ```ts
 * const step = stepSequence([
 *   { step: 0.1, epochs: 5 },
 *   { step: cosineDecay(0.1, { epochs: 15 }), epochs: 15 },
 *   { step: 0.001 },
 * ]);
 * ```
 */
export function stepSequence(parts: readonly [...SequencePart[], LastPart]): Schedule {
  const { unit, stages } = toStages(parts);
  const reacts = stages.some(({ schedule }) => schedule.react !== undefined);
  return defineSchedule(
    { name: 'stepSequence', values: [parts] },
    {
      ...(unit !== undefined && { counts: unit }),
      monitors: stages.flatMap(({ schedule }) => schedule.monitors ?? []),
      at: (moment, memory) => {
        const { index, schedule, start } = stageAt(stages, moment);
        return schedule.at(momentAfter(moment, start), memoryOf(index, memory));
      },
      ...(reacts && {
        react: (record, memory, now) => {
          const { index, schedule, start } = stageAt(stages, now);
          if (!schedule.react || !beganAfter(record, now, start)) return memory;
          const own = schedule.react(record, memoryOf(index, memory), momentAfter(now, start));
          return own === undefined ? undefined : { part: index, own };
        },
      }),
    },
  );
}

interface Stage {
  readonly index: number;
  readonly schedule: Schedule;
  /** How much of training is over when it begins. */
  readonly start: Stretch;
}

function toStages(parts: unknown): { unit: Unit | undefined; stages: readonly Stage[] } {
  if (!Array.isArray(parts) || parts.length === 0) {
    throw new OptionError({ where: 'stepSequence', expected: 'a list of parts', received: shown(parts) });
  }
  const stages: Stage[] = [];
  let [unit, length]: [Unit | undefined, number] = [undefined, 0];
  for (const [index, part] of parts.entries()) {
    const where = `stepSequence, part ${index + 1}`;
    const isLast = index === parts.length - 1;
    checkOptions(where, part, isLast ? ['step'] : ['step', 'epochs', 'updates']);
    const schedule = toSchedule(`${where}, step`, part.step);
    const stretch = isLast ? undefined : toStretch(where, part);
    unit ??= stretch?.unit;
    checkOneUnit(where, stretch?.unit, unit);
    if (unit !== undefined) checkCounts(`${where}, step`, schedule, { unit });
    stages.push({ index, schedule, start: { unit: unit ?? 'updates', length } });
    length += stretch?.length ?? 0;
  }
  return { unit: unit ?? stages[0]!.schedule.counts, stages };
}

function checkOneUnit(where: string, unit: Unit | undefined, first: Unit | undefined): void {
  if (unit === undefined || unit === first) return;
  throw new OptionError({
    where,
    expected: `a length in ${first}, as the first part has`,
    received: `one in ${unit}`,
  });
}

function stageAt(stages: readonly Stage[], moment: ScheduleMoment): Stage {
  return stages.findLast(({ start }) => passedOf(moment, start.unit) >= start.length) ?? stages[0]!;
}

/** What the stage itself remembers: a later stage begins without memories. */
function memoryOf(index: number, memory: ScheduleMemory | undefined): ScheduleMemory | undefined {
  const { part, own } = (memory ?? {}) as { part?: number; own?: ScheduleMemory };
  return part === index ? own : undefined;
}
