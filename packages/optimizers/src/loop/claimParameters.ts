import type { Model, Parameter } from '@neutype/core';
import { NeutypeError } from '@neutype/errors';

/** What is being trained, by whomever: networks may share layers. */
const IN_TRAINING = new WeakSet<Parameter>();

/**
 * Takes a network's trained parameters for one training run.
 *
 * @returns what gives them back
 * @throws NeutypeError while another run has one of them
 */
export function claimParameters({ parameters }: Model): () => void {
  const trained = parameters.filter(({ trainable }) => trainable);
  const taken = trained.find(({ source }) => IN_TRAINING.has(source));
  if (taken) {
    throw new NeutypeError({
      where: 'train',
      expected: 'a network that nobody else trains meanwhile',
      received: `one whose ${taken.name} another optimizer is training`,
      remedy: 'Await that training first, or give each optimizer a network of its own.',
    });
  }
  for (const { source } of trained) IN_TRAINING.add(source);
  return () => {
    for (const { source } of trained) IN_TRAINING.delete(source);
  };
}
