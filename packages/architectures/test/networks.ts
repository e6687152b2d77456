import type { AnyNetwork } from '@neutype/layers';
import {
  autoencoder,
  charGru,
  convolutionalAutoencoder,
  lenet5,
  mlp,
  mobilenetV2,
  resnet18,
  resnet50,
  smallCnn,
  squeezenet,
  variationalAutoencoder,
  vgg16,
  vgg19,
} from '../src/index.js';

/** With the numbers of learned parameters that papers, torchvision and NeuPy's documentation have. */
export const NETWORKS: readonly [name: string, make: () => AnyNetwork, learned: number][] = [
  ['mlp', mlp, 545_810],
  ['lenet5', lenet5, 61_706],
  ['resnet18', resnet18, 11_689_512],
  ['resnet50', resnet50, 25_557_032],
  ['mobilenetV2', mobilenetV2, 3_504_872],
  ['charGru', () => charGru({ vocabulary: 65 }), 72_289],
  ['vgg16', vgg16, 138_357_544],
  ['vgg19', vgg19, 143_667_240],
  ['squeezenet', squeezenet, 1_248_424],
  ['smallCnn', smallCnn, 288_170],
  ['autoencoder', autoencoder, 209_968],
  ['convolutionalAutoencoder', convolutionalAutoencoder, 111_521],
  ['variationalAutoencoder', variationalAutoencoder, 404_244],
];
