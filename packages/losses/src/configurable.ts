import type { Loss } from './loss.js';

/** A loss as it is by default, and a function that makes it with options: `huber` and `huber({ delta: 2 })`. */
export type ConfigurableLoss<Options> = Loss & ((options?: Options) => Loss);

/** @param create makes the loss; without options, as it is by default */
export function configurable<Options>(create: (options?: Options) => Loss): ConfigurableLoss<Options> {
  const loss = (options?: Options): Loss => create(options);
  for (const [part, value] of Object.entries(create())) {
    // Not assigned: a function's own name is read-only.
    Object.defineProperty(loss, part, { value, enumerable: true });
  }
  return loss as ConfigurableLoss<Options>;
}
