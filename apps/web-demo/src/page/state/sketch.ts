import { computed, effect, signal } from '@preact/signals';
import type { Column } from '../../shared/activity.js';
import { drawing } from './drawing.js';
import { trainedArchitecture } from './network.js';
import { isBusy } from './run.js';
import { architecture, settings } from './settings.js';
import { lookedAt } from './timeline.js';

const opened = settings.peek().architecture;
/** Whether a line was typed or chosen. The page opens with one that nobody asked for, beside a network that can read. */
const isLineWanted = signal(false);

effect(() => {
  if (settings.value.architecture !== opened) isLineWanted.value = true;
});

/**
 * The network of the line as long as it is not trained, for the first screen. What is drawn, looked back at, or trained
 * goes before it: that is a network that answers.
 */
export const sketched = computed((): readonly Column[] | undefined => {
  const { value: checked } = architecture;
  if (!isLineWanted.value || drawing.value || isBusy.value || lookedAt.value !== undefined) return undefined;
  if (checked?.problem !== undefined || checked?.line !== settings.value.architecture) return undefined;
  return checked.line === trainedArchitecture.value ? undefined : checked.columns;
});
