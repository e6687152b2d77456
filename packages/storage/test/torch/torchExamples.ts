import { type LayerExample, layerExamples } from '@neutype/layer-examples';
import {
  type AnyNetwork,
  add,
  average,
  avgPool2d,
  batchNorm,
  bidirectional,
  concatenate,
  conv1d,
  conv2d,
  dropout,
  embedding,
  flatten,
  globalAvgPool,
  gru,
  input,
  inputs,
  join,
  lastStep,
  layerNorm,
  linear,
  lstm,
  maxPool1d,
  maxPool2d,
  multiHeadAttention,
  multiply,
  outputs,
  parallel,
  positionEmbedding,
  pRelu,
  relu,
  residual,
  sigmoid,
  simpleRnn,
  softmax,
  tanh,
  transformerBlock,
} from '@neutype/layers';

/** A network that PyTorch is to compute as we do. */
export interface TorchExample {
  readonly name: string;
  /** Whole numbers below this go in. */
  readonly indices?: number;
  make(): AnyNetwork;
}

/** What PyTorch cannot say, and why. */
export const REFUSED: Readonly<Record<string, string>> = {
  apply: 'a function is no layer',
  'lstm, backwards, with peepholes, padding and cells that come out': 'its gates do not see the cell',
  'gru, that resets before the product, as tfjs has it': 'its reset gate acts after the product',
  'gru, that resets before the product, of both directions and over padding': 'the same',
};

function nameOf({ layer, variant }: LayerExample): string {
  return variant === undefined ? layer : `${layer}, ${variant}`;
}

const OF_LAYERS: readonly TorchExample[] = layerExamples.map((example) => ({
  name: nameOf(example),
  ...(example.indices !== undefined && { indices: example.indices }),
  make: () => input(example.inputShape).to(example.make() as never) as AnyNetwork,
}));

const OF_NETWORKS: readonly TorchExample[] = [
  {
    name: 'a convolutional network, its image flattened before dense layers',
    make: () =>
      input([6, 5, 2]).to(
        conv2d(3, 3, { padding: 'same', bias: null }),
        batchNorm(),
        relu(),
        maxPool2d(2),
        flatten(),
        batchNorm(),
        dropout(0.5),
        relu(4),
        softmax(3),
      ),
  },
  {
    name: 'an image that is flattened before branches come together',
    make: () =>
      input([4, 4, 2]).to(
        conv2d(3, 3),
        flatten(),
        layerNorm(),
        parallel(join(linear(4), pRelu()), join(tanh(), linear(4))),
        add(),
        softmax(),
      ),
  },
  {
    name: 'an image that comes out flattened',
    make: () => input([4, 4, 2]).to(avgPool2d(2), flatten()),
  },
  {
    name: 'an image that comes out',
    make: () => input([5, 4, 2]).to(residual(conv2d(2, 3, { padding: 'same' }), relu()), pRelu(3), sigmoid()),
  },
  {
    name: 'several inputs and outputs with names',
    make: () =>
      inputs({ image: [4, 4, 1], age: 1 }).to(
        parallel(join(conv2d(2, 2), flatten(), relu(4)), join()) as never,
        concatenate(),
        outputs({ digit: softmax(3), slant: linear(1) }),
      ) as AnyNetwork,
  },
  {
    name: 'two inputs through one encoder',
    make: () => {
      const encoder = input([4, 3, 2]).to(conv2d(2, 2), flatten(), tanh(3));
      const twin = encoder.copy({ weights: 'shared' });
      return parallel(encoder, twin).to(multiply(), sigmoid(1)) as AnyNetwork;
    },
  },
  {
    name: 'sequences through convolutions and recurrent layers',
    make: () =>
      input([9, 2]).to(
        conv1d(4, 3),
        relu(),
        maxPool1d(2),
        bidirectional(lstm(2, { returnSequences: true })),
        bidirectional(gru(3, { returnSequences: true, bias: null }), { merge: 'add' }),
        simpleRnn(2, { activation: 'relu', returnSequences: true, backwards: true }),
        lastStep(),
      ),
  },
  {
    name: 'words through both directions',
    indices: 7,
    make: () =>
      input(5).to(
        embedding(7, 3, { paddingIndex: 0 }),
        bidirectional(gru(2, { updateGate: 'keeps', hiddenBias: 0 }), { merge: 'multiply' }),
        linear(1),
      ),
  },
  {
    name: 'a translation that begins with the last state of its source',
    make: () =>
      inputs({ target: [3, 2], source: [4, 3] }).to(
        parallel(join(), lstm(2, { returnCell: true, maskValue: 0 })),
        lstm(2, { returnSequences: true, backwards: true }),
      ) as AnyNetwork,
  },
  {
    name: 'both directions with padding, which are two modules',
    make: () => input([4, 2]).to(bidirectional(gru(2, { maskValue: 0, returnSequences: true }))),
  },
  {
    name: 'attention to another sequence of other features',
    make: () =>
      inputs({ target: [3, 4], source: [5, 6] }).to(multiHeadAttention(2, { headSize: 2 })) as AnyNetwork,
  },
  {
    name: 'a small GPT',
    indices: 6,
    make: () =>
      input(4).to(
        embedding(6, 4),
        positionEmbedding(4),
        transformerBlock(2, { causal: true, hidden: 5 }),
        transformerBlock(2, { causal: true, hidden: 5 }),
        layerNorm(),
        linear(6, { bias: null }),
      ),
  },
  {
    name: 'an average of the pixels of two branches',
    make: () =>
      input([4, 4, 3]).to(
        parallel(conv2d(2, 1), linear(2), join(pRelu({ alphaAxes: [1] }), conv2d(2, 1))),
        average(),
        globalAvgPool(),
      ),
  },
];

/** Every kind of layer, and networks of several. */
export const torchExamples: readonly TorchExample[] = [...OF_LAYERS, ...OF_NETWORKS];
