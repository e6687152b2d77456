import { copiesOf, NETWORK, named, type Tensors, type Trained } from '../checkpoint/copies.js';

/**
 * Copies all that training changes: the network's parameters, and what the algorithm remembers of them.
 *
 * @returns the copies, or nothing where something that is learnt is not finite
 */
export async function takeSnapshot(trained: Trained): Promise<Tensors | undefined> {
  const copies = await copiesOf(trained);
  const learnt = [...named(NETWORK, trained.network.parameters)].filter(([, { trainable }]) => trainable);
  const areFinite = learnt.every(([name]) => copies.get(name)?.data.every(Number.isFinite));
  return areFinite ? copies : undefined;
}
