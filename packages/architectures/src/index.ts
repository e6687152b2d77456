export { type AutoencoderOptions, autoencoder } from './autoencoder.js';
export { type CharGruOptions, charGru } from './charGru.js';
export {
  type ConvolutionalAutoencoderOptions,
  convolutionalAutoencoder,
} from './convolutionalAutoencoder.js';
export { type GptOptions, gpt } from './gpt.js';
export type { ImageShape } from './imageShape.js';
export { type Lenet5Options, lenet5 } from './lenet5.js';
export { type MixtureOfExpertsOptions, mixtureOfExperts } from './mixtureOfExperts.js';
export { type MlpOptions, mlp } from './mlp.js';
export { type MobilenetV2Options, mobilenetV2 } from './mobilenetV2.js';
export type { ResnetOptions, ResnetOutput } from './resnet.js';
export { resnet18 } from './resnet18.js';
export { resnet50 } from './resnet50.js';
export { type SmallCnnOptions, smallCnn } from './smallCnn.js';
export { type SqueezenetOptions, squeezenet } from './squeezenet.js';
export {
  type VariationalAutoencoderOptions,
  variationalAutoencoder,
} from './variationalAutoencoder.js';
export type { VggOptions } from './vgg.js';
export { vgg16 } from './vgg16.js';
export { vgg19 } from './vgg19.js';
