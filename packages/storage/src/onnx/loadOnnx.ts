import { checkChoice, checkOptions, optionNames } from '@neutype/errors';
import type { FileInput } from '@neutype/files';
import type { Network, Shape } from '@neutype/layers';

/** Options of `loadOnnx`. */
export interface LoadOnnxOptions {
  /**
   * How images go in and come out. `'file'`, the default: as the file has them, `[samples, channels, height, width]` for most
   * exporters; a layer at the beginning turns them. `'channelsLast'`: as the rest of Neutype has them, `[samples, height,
   * width, channels]`, with nothing to turn. It holds for inputs of three axes and four that go into convolutions, poolings
   * and normalizations of channels, and for outputs that come out of those.
   */
  readonly layout?: 'file' | 'channelsLast';
  /** Shapes of one sample, for inputs whose sizes the file leaves open: `{ tokens: [64] }`. */
  readonly shapes?: Readonly<Record<string, Shape>>;
}

const OPTIONS = optionNames<LoadOnnxOptions>({ layout: true, shapes: true });

/**
 * Makes a network of an ONNX file, with the file's weights: predict with it, or train it further. PyTorch writes such files
 * with `torch.onnx.export`, Keras with `model.export(…, format='onnx')`.
 *
 * What several nodes of the file do becomes the layer that does it, `Gemm` and `Relu` a `relu(500)`, where there is one.
 * Dropout is not in files that were exported for inference. The table of operators is in the package's README.
 *
 * The network gives what the file gives for the same inputs. Its samples are the first axis of every input and output. A file that
 * was written for sequences before samples takes and gives them behind the samples.
 *
 * The file is not trusted: sizes are held against it before memory is taken, it cannot name other files, and nothing in it is
 * run.
 *
 * @param file its path in Node, a Blob, or its bytes
 * @throws FileError for a file that cannot be read
 * @throws DataError for what is no ONNX file or is damaged; for operators that there is no layer for, all named together;
 * for a node that does what our layers do not, by its name
 *
 * @example
 * ```ts
 * const network = await loadOnnx('resnet.onnx', { layout: 'channelsLast' });
 * await adam(network, { step: 1e-4, loss: 'categoricalCrossentropy' }).train(images, labels, { epochs: 3 });
 * ```
 */
export async function loadOnnx(file: FileInput, options: LoadOnnxOptions = {}): Promise<Network> {
  checkOptions('loadOnnx', options, OPTIONS);
  const { layout = 'file', shapes = {} } = options;
  checkChoice('loadOnnx, option layout', layout, ['file', 'channelsLast']);
  // Only those who read a model wait for the messages' schema to be built.
  const { readNetwork } = await import('./read/readNetwork.js');
  return readNetwork(file, { layout, shapes });
}
