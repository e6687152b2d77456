import { computed, signal } from '@preact/signals';
import type { FirstLayer } from '../../shared/protocol.js';
import { onLoss, onReport } from './worker.js';

export const networkTable = signal('');
/** The line of the network that has weights, if there is one. */
export const trainedArchitecture = signal<string | undefined>(undefined);
export const hasNetwork = computed(() => trainedArchitecture.value !== undefined);
/** Whether that network is the one that comes with the page. */
export const isShipped = signal(false);
/** Whether there is a network that the person has trained, or loaded. */
export const hasOwnNetwork = computed(() => hasNetwork.value && !isShipped.value);
export const firstLayer = signal<FirstLayer | undefined>(undefined);

onReport('network', (report) => {
  const { table, architecture } = report;
  isShipped.value = report.isShipped;
  networkTable.value = table;
  trainedArchitecture.value = architecture;
});

onReport('firstLayer', (report) => {
  firstLayer.value = report.firstLayer;
});

onReport('noNetwork', forget);
onLoss(forget);

function forget(): void {
  isShipped.value = false;
  networkTable.value = '';
  trainedArchitecture.value = undefined;
  firstLayer.value = undefined;
}
