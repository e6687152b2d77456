/** One file of a dataset that is published as IDX files. */
export interface CatalogueFile {
  /** Without `.gz`. */
  readonly name: string;
  /** Size of the IDX file, decompressed. */
  readonly bytes: number;
  /** SHA-256 of the IDX file, decompressed: mirrors and proxies compress anew. */
  readonly sha256?: string;
  /** SHA-256 of the published `.gz`, where no trustworthy one of the content is known. */
  readonly gzipSha256?: string;
}

export type Part = 'trainImages' | 'trainLabels' | 'testImages' | 'testLabels';

/** In the order in which they are looked for and fetched. */
export const parts: readonly Part[] = ['trainImages', 'trainLabels', 'testImages', 'testLabels'];

export interface CatalogueDataset {
  /** Names the folder in the cache. */
  readonly id: string;
  /** What messages call it. */
  readonly title: string;
  /** Folders inside a data directory where it may lie: our own name, and torchvision's. */
  readonly folders: readonly string[];
  /** Addresses that a file's name and `.gz` are appended to, best first. */
  readonly mirrors: readonly string[];
  /** Those of them that let web pages of other origins read what they send. */
  readonly crossOriginMirrors: readonly string[];
  readonly files: Readonly<Record<Part, CatalogueFile>>;
}

const NAMES: Record<Part, string> = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
};

const SIZES: Record<Part, number> = {
  trainImages: 16 + 60_000 * 784,
  trainLabels: 8 + 60_000,
  testImages: 16 + 10_000 * 784,
  testLabels: 8 + 10_000,
};

function filesWith(
  digest: 'sha256' | 'gzipSha256',
  digests: Readonly<Record<Part, string>>,
): CatalogueDataset['files'] {
  const file = (part: Part): CatalogueFile => ({
    name: NAMES[part],
    bytes: SIZES[part],
    [digest]: digests[part],
  });
  return {
    trainImages: file('trainImages'),
    trainLabels: file('trainLabels'),
    testImages: file('testImages'),
    testLabels: file('testLabels'),
  };
}

/**
 * MNIST. The buckets are the mirrors that torchvision and TensorFlow Datasets use; jsDelivr serves a copy in a public
 * repository and allows cross-origin requests. The original host (yann.lecun.com) answers 403.
 */
export const mnistCatalogue: CatalogueDataset = {
  id: 'mnist',
  title: 'MNIST',
  folders: ['mnist', 'MNIST/raw', '.'],
  mirrors: [
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
    'https://cdn.jsdelivr.net/gh/fgnt/mnist@master/',
  ],
  crossOriginMirrors: ['https://cdn.jsdelivr.net/gh/fgnt/mnist@master/'],
  files: filesWith('sha256', {
    trainImages: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    trainLabels: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    testImages: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    testLabels: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  }),
};

/**
 * Fashion-MNIST (Xiao, Rasul, Vollgraf 2017). Mirrors: the authors' repository, through jsDelivr and directly, and their
 * bucket. The digests are of the content of the archives whose MD5 sums the authors publish in their README.
 */
export const fashionMnistCatalogue: CatalogueDataset = {
  id: 'fashion-mnist',
  title: 'Fashion-MNIST',
  folders: ['fashion-mnist', 'FashionMNIST/raw'],
  mirrors: [
    'https://cdn.jsdelivr.net/gh/zalandoresearch/fashion-mnist@master/data/fashion/',
    'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  ],
  crossOriginMirrors: [
    'https://cdn.jsdelivr.net/gh/zalandoresearch/fashion-mnist@master/data/fashion/',
    'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
  ],
  files: filesWith('sha256', {
    trainImages: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
    trainLabels: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
    testImages: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
    testLabels: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
  }),
};

/**
 * Kuzushiji-MNIST (Clanuwat et al. 2018). Mirror: the publisher's. The digests are of the published archives, as
 * torchvision's catalogue has them; so only the published `.gz` files are accepted, not recompressed or unpacked ones. No
 * mirror is known that lets web pages read it.
 */
export const kmnistCatalogue: CatalogueDataset = {
  id: 'kmnist',
  title: 'Kuzushiji-MNIST',
  folders: ['kmnist', 'KMNIST/raw'],
  mirrors: [
    'https://codh.rois.ac.jp/kmnist/dataset/kmnist/',
    'http://codh.rois.ac.jp/kmnist/dataset/kmnist/',
  ],
  crossOriginMirrors: [],
  files: filesWith('gzipSha256', {
    trainImages: '51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4',
    trainLabels: 'e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17',
    testImages: 'edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5',
    testLabels: '20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c',
  }),
};

/** All of them, to tell whose file it is that lies in the wrong place. */
export const catalogue: readonly CatalogueDataset[] = [
  mnistCatalogue,
  fashionMnistCatalogue,
  kmnistCatalogue,
];
