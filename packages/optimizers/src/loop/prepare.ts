import { describeBackend, ensureBackend, type Model } from '@neutype/core';
import { random } from '@neutype/random';
import { tagged } from '../log/messages.js';
import type { Settings } from '../options/settings.js';
import { requireRoom, sizeOfAll } from '../update/requireRoom.js';
import { secondsSince } from './secondsSince.js';

/** Waits for the backend, gives the parameters that have none their first values there, and tells the log. */
export async function prepare(network: Model, { reporter, seed, verbose }: Settings): Promise<void> {
  const began = performance.now();
  await ensureBackend();
  const size = sizeOfAll(network.parameters);
  requireRoom(size, `${size} parameters`);
  network.initialize(random(seed).split('parameters'));
  for (const parameter of network.parameters) void parameter.variable;
  if (!verbose) return;
  const print = (text: string): void => reporter.print(tagged('BACKEND', text, reporter.color));
  print(`Training on ${await describeBackend()}`);
  print(`Initialization finished successfully. It took ${secondsSince(began).toFixed(2)} seconds`);
}
