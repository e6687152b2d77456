import {
  conv2d,
  flatten,
  input,
  maxPool2d,
  type Network,
  relu,
  sigmoid,
  softmax,
  tanh,
} from '@neutype/layers';
import { type NetworkName, tutorialSizes, XOR_HIDDEN } from '../workloads/networks.js';

const [pixels, first, second, classes] = tutorialSizes as [number, number, number, number];

/** The networks as they are written with our layers. */
export const networks: Readonly<Record<NetworkName, () => Network>> = {
  tutorial: () => input(pixels).to(relu(first), relu(second), softmax(classes)),
  cnn: () =>
    input([28, 28, 1]).to(
      conv2d(32, 3),
      relu(),
      conv2d(64, 3),
      relu(),
      maxPool2d(2),
      flatten(),
      relu(128),
      softmax(classes),
    ),
  smallCnn: () =>
    input([28, 28, 1]).to(
      conv2d(8, 3),
      relu(),
      maxPool2d(2),
      conv2d(16, 3),
      relu(),
      maxPool2d(2),
      flatten(),
      softmax(classes),
    ),
  xor: () => input(2).to(tanh(XOR_HIDDEN), sigmoid(1)),
};
