import { computed, effect, signal } from '@preact/signals';
import type { Activity, Room, UnitName, UnitStory } from '../../shared/activity.js';
import { drawing } from './drawing.js';
import { hasNetwork } from './network.js';
import { beforeRequests, onLoss, onReport, sendQuietly } from './worker.js';

/** What the network did last, with the drawing or with another digit. */
export const activity = signal<Activity | undefined>(undefined);
/** The unit or map that the person looks at. */
export const chosen = signal<UnitName | undefined>(undefined);
const story = signal<UnitStory | undefined>(undefined);
/** What excites the unit that the person looks at, once that is known. */
export const chosenStory = computed(() => {
  const [name, told] = [chosen.value, story.value];
  return name && told?.layer === name.layer && told.unit === name.unit ? told : undefined;
});

let room: Room | undefined;

/** So much can be seen now. */
export function tellRoom(next: Room): void {
  if (room?.units === next.units && room.maps === next.maps) return;
  room = next;
  sendQuietly({ type: 'room', room });
}

/** Another digit, if nothing lies on the pad. */
export function wander(): void {
  if (!drawing.value && hasNetwork.value) sendQuietly({ type: 'wander' });
}

function askForStory(): void {
  if (chosen.value) sendQuietly({ type: 'unit', name: chosen.value });
}

effect(askForStory);

onReport('activity', (report) => {
  activity.value = report.activity;
});

onReport('unit', (report) => {
  story.value = report.story;
});

// What excited a unit before this epoch does not any more.
onReport('epoch', askForStory);

onReport('noNetwork', forget);
onLoss(() => {
  forget();
  isRoomKnown = false;
});

let isRoomKnown = true;

// A worker that was started anew does not know what can be seen.
beforeRequests(() => {
  if (isRoomKnown || !room) return;
  isRoomKnown = true;
  sendQuietly({ type: 'room', room });
});

function forget(): void {
  activity.value = undefined;
  chosen.value = undefined;
  story.value = undefined;
}
