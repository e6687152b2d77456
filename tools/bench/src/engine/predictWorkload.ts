import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import type { Workload } from '../worker/serve.js';
import { answersWorkload } from '../workloads/answers.js';
import type { NetworkName } from '../workloads/networks.js';
import { someValues } from '../workloads/values.js';
import { networks } from './networks.js';

/** Answers to arrays, in arrays: what a server does. */
export function predictWorkload(name: NetworkName, images: number): Workload {
  const network = networks[name]();
  network.initialize(random(0));
  const x = ndarray(someValues(images * 784), [images, ...network.inputShape]);
  return answersWorkload(images, () => network.predict(x));
}
