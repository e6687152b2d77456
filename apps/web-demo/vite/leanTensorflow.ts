import type { Plugin } from 'vite';

/** Kernels of operations that neither the page nor a package of Neutype calls: no bundler can tell, for all are registered. */
const UNCALLED: readonly string[] = [
  ...['RaggedGather', 'RaggedRange', 'RaggedTensorToTensor'],
  ...['SparseFillEmptyRows', 'SparseReshape', 'SparseSegmentMean', 'SparseSegmentSum', 'SparseToDense'],
  ...['StaticRegexReplace', 'StringNGrams', 'StringSplit', 'StringToHashBucketFast'],
  ...['CropAndResize', 'Draw', 'FlipLeftRight', 'FromPixels', 'RotateWithOffset', 'Transform'],
  ...['NonMaxSuppressionV3', 'NonMaxSuppressionV4', 'NonMaxSuppressionV5'],
  ...['FFT', 'IFFT', 'Multinomial', 'Bincount', 'DenseBincount', 'SearchSorted', 'Unique', 'LinSpace'],
  ...['AvgPool3D', 'AvgPool3DGrad', 'MaxPool3D', 'MaxPool3DGrad', 'MaxPoolWithArgmax'],
  ...['Conv3D', 'Conv3DBackpropFilterV2', 'Conv3DBackpropInputV2', 'DepthToSpace', 'TensorScatterUpdate'],
];

const uncalledImport = new RegExp(
  `^import \\{ (\\w+) \\} from '\\./kernels/(?:${UNCALLED.join('|')})';\n`,
  'gm',
);

/** Leaves out of the bundle what TensorFlow.js brings along and this page has no use for. */
export function leanTensorflow(): Plugin[] {
  return [
    rewritten('kernels', /tfjs-backend-(cpu|webgl|webgpu)\/dist\/register_all_kernels\.js$/, withoutUncalled),
    rewritten('optimizers', /tfjs-core\/dist\/index\.js$/, withoutOptimizers),
    rewritten('platform', /tfjs-core\/dist\/platforms\/platform_browser\.js$/, withoutModelManagers),
    rewritten('shaders', /tfjs-backend-(webgl|webgpu)\/(?!.*register_all)/, withoutIndentation),
    withoutModelStorage(),
  ];
}

function rewritten(what: string, id: RegExp, rewrite: (code: string) => string): Plugin {
  return {
    name: `neutype-lean-${what}`,
    apply: 'build',
    transform: { filter: { id }, handler: (code) => ({ code: rewrite(code), map: null }) },
  };
}

function withoutUncalled(code: string): string {
  const left = withoutIndentation(code);
  const configs = [...left.matchAll(uncalledImport)].map(([, config]) => config);
  return left.replace(uncalledImport, '').replace(new RegExp(`^(?:${configs.join('|')}),?\n`, 'gm'), '');
}

/** Optimizers are Neutype's own. TensorFlow.js's custom bundles go without this call too. */
function withoutOptimizers(code: string): string {
  return code.replace(/^.*registerOptimizers.*$/gm, '');
}

/** Models are stored by `@neutype/storage`. */
function withoutModelManagers(code: string): string {
  return code.replace(/^.*registerManager\(.*$/gm, '');
}

/** Shaders are written line by line, with the code's indentation, which means nothing; minifiers leave texts as they are. */
function withoutIndentation(code: string): string {
  return code.replace(/\n\s+/g, '\n');
}

/** Without its managers, these modules only register themselves. */
function withoutModelStorage(): Plugin {
  return {
    name: 'neutype-lean-storage',
    apply: 'build',
    transform: {
      filter: { id: /tfjs-core\/dist\/io\// },
      handler: (code) => ({ code, map: null, moduleSideEffects: false }),
    },
  };
}
