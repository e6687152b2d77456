import { inWords, listed } from './words.js';

/** A file, and where it lies in the folder that was given. */
export interface PathFile<Content = File> {
  readonly path: string;
  readonly file: Content;
}

export interface LabeledFile<Content = File> extends PathFile<Content> {
  readonly digit: number;
}

/** What files are, and what to do with them. */
export type Sorted<Content = File> =
  | { readonly kind: 'weights'; readonly file: Content }
  | { readonly kind: 'mnist'; readonly files: readonly PathFile<Content>[] }
  | {
      readonly kind: 'images';
      readonly images: readonly LabeledFile<Content>[];
      /** Paths of images of which nobody says which digit they are. */
      readonly unlabeled: readonly string[];
      /** Paths of what is no image. */
      readonly others: readonly string[];
    }
  | { readonly kind: 'nothing'; readonly problem: string };

const EXPECTED =
  'This page takes images of digits (in folders called 0 to 9, or with names that begin with the digit), MNIST’s four files, or weights (.safetensors).';

const KINDS = {
  weights: /\.safetensors$/i,
  mnist: /ubyte|idx[13]|\.gz$/i,
  images: /\.(png|jpe?g|webp|gif|bmp|avif)$/i,
  others: /^/,
} as const;

type Kind = keyof typeof KINDS;

/** What systems put into folders without being asked. */
const HIDDEN = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i;
const ARCHIVE = /\.(zip|tar|tgz|7z|rar)$|\.tar\.gz$/i;

/** Says what a person has dropped: images with their digits, MNIST, a network's weights, or nothing that is of use. */
export function sortFiles<Content>(files: readonly PathFile<Content>[]): Sorted<Content> {
  const groups: Record<Kind, PathFile<Content>[]> = { weights: [], mnist: [], images: [], others: [] };
  for (const each of files) if (!HIDDEN.test(each.path)) groups[kindOf(each.path)].push(each);
  const { weights, mnist, images, others } = groups;
  const [first] = weights;
  if (weights.length + mnist.length + images.length === 0)
    return { kind: 'nothing', problem: useless(others) };
  if (mnist.length + images.length === 0 && first !== undefined) {
    if (weights.length === 1) return { kind: 'weights', file: first.file };
    return { kind: 'nothing', problem: `One network at a time: there are ${listed(pathsOf(weights))}.` };
  }
  if (weights.length + images.length === 0) return { kind: 'mnist', files: mnist };
  if (weights.length + mnist.length === 0) return withDigits(images, pathsOf(others));
  return { kind: 'nothing', problem: mixture(groups) };
}

/**
 * The digit that an image shows: the name of the innermost folder that is called by a digit, or the digit that the file's
 * name begins with, if no other follows it.
 */
export function digitIn(path: string): number | undefined {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  const folder = folders.findLast((each) => /^\d$/.test(each));
  const digit = folder ?? /^(\d)(?!\d)/.exec(name)?.[1];
  return digit === undefined ? undefined : Number(digit);
}

function kindOf(path: string): Kind {
  if (ARCHIVE.test(path)) return 'others';
  return (Object.keys(KINDS) as Kind[]).find((kind) => KINDS[kind].test(path)) as Kind;
}

function withDigits<Content>(
  images: readonly PathFile<Content>[],
  others: readonly string[],
): Sorted<Content> {
  const labeled: LabeledFile<Content>[] = [];
  const unlabeled: string[] = [];
  // In the same order on every computer: what is trained on depends on it.
  for (const each of images.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const digit = digitIn(each.path);
    if (digit === undefined) unlabeled.push(each.path);
    else labeled.push({ ...each, digit });
  }
  return { kind: 'images', images: labeled, unlabeled, others };
}

function useless(others: readonly PathFile<unknown>[]): string {
  if (others.length === 0) return `There is no file in it. ${EXPECTED}`;
  const archive = others.find(({ path }) => ARCHIVE.test(path));
  if (archive) return `Unpack ${archive.path} first, then drop the folder.`;
  return `Nothing here is of use: ${listed(pathsOf(others))}. ${EXPECTED}`;
}

function mixture({ weights, mnist, images }: Record<Kind, readonly unknown[]>): string {
  const found = [
    weights.length && inWords(weights.length, 'file of weights', 'files of weights'),
    mnist.length && inWords(mnist.length, 'file of MNIST', 'files of MNIST'),
    images.length && inWords(images.length, 'image'),
  ].filter((each) => each !== 0);
  return `One kind at a time: these are ${found.join(' and ')}. ${EXPECTED}`;
}

function pathsOf(files: readonly PathFile<unknown>[]): string[] {
  return files.map(({ path }) => path);
}
