/**
 * Every size, address and code that the kernels (AssemblyScript) and the engine (TypeScript) must agree on. The build
 * writes them out for both: `assembly/generated/layout.ts` and `src/generated/layout.ts`.
 */

/**
 * What is built, in BLIS's words: MR × NR outputs are summed in registers at once; a packed panel of B, KC × NR, stays in
 * the L1 cache, a slice of A, MC × KC, in the L2 cache; NC columns of B are packed at once. How to choose them:
 * `assembly/gemm/README.md`.
 *
 * `endsBlocks`: a test that never holds ends a basic block in each tile (`microKernels.mjs` says why).
 * `exportsAll`: JavaScript sees every function, so that V8 can be asked to widen it to 256 bits.
 */
export const VARIANTS = [
  { name: 'simd', MR: 5, NR: 8, KC: 512, MC: 80, NC: 32, endsBlocks: true, features: ['simd'] },
  {
    name: 'relaxed',
    ...{ MR: 6, NR: 8, KC: 512, MC: 80, NC: 32 },
    endsBlocks: true,
    features: ['simd', 'relaxed-simd'],
  },
  {
    name: 'wide',
    ...{ MR: 6, NR: 16, KC: 512, MC: 80, NC: 32 },
    endsBlocks: false,
    features: ['simd', 'relaxed-simd'],
    exportsAll: true,
  },
];

/** What the exports of functions begin with that a trial runs; those of all others begin with `$`. */
export const TRIED_EXPORT = 'tried$';

/** Another register tile for a variant; as many columns are packed at once as fill 128 bytes of a row of B. */
export function withTile(variant, MR, NR) {
  return { ...variant, MR, NR, NC: Math.max(1, Math.floor(32 / NR)) * NR };
}

/** Rows of A that one item of `gemm` multiplies at the most, and of Aᵀ that one of `gemmPacked` packs. */
const MOST_ITEM_ROWS = 512;
const MOST_PACKED_ROWS = 72;
/** Rows up to which a product reads B where it lies. */
const MOST_THIN_ROWS = 4;
/** Rows that one item of a convolution unrolls at the most, and tiles that one of Winograd's transforms. */
const MOST_UNROLLED_ROWS = 240;
const MOST_WINOGRAD_TILES = 96;
/** Where `winograd/filterGradient.ts` falls back to sums over positions, it takes this many at once. */
const WINOGRAD_DIRECT_ROWS = 32;

/** Rows of one item of a recurrent step at the most, and the parts of its sums: four gates, and what comes of them. */
const MOST_RECURRENT_ROWS = 64;
const RECURRENT_PARTS = 5;

/** Side of the blocks that matrices are transposed by: a cache line of 32-bit elements. */
const TRANSPOSED_BLOCK = 16;

/** A thread's scratch begins with a table of row pointers, and what describes the tiles at work follows the edge tile. */
const ROW_TABLE_BYTES = 4096;
const TILES_BYTES = 64;
/** Behind the pointers of Winograd's tiles, in the same table, lie their places in y. */
const WINOGRAD_PLACES = 512;
const WINOGRAD_PLACE_BYTES = 12;
/** Where the transforms of a large tile keep what is between columns and rows: 6×6, 4×4 and two pairs of vectors, and two
 * numbers. */
const WINOGRAD_WORK_BYTES = (36 + 16 + 1 + 1) * 32 + 16;

/** A tile that is only partly in the matrix is made in scratch. */
function edgeBytes({ MR, NR }) {
  return MR * NR * 4 + TILES_BYTES;
}

/** Scratch of one thread for products: `gemm` keeps NC columns as panels, `gemmPacked` rows of A. */
function gemmScratchBytes(variant) {
  const { KC, NC } = variant;
  const gemm = ROW_TABLE_BYTES + edgeBytes(variant) + NC * KC * 4;
  const gemmPacked = edgeBytes(variant) + MOST_PACKED_ROWS * KC * 4;
  return Math.max(gemm, gemmPacked);
}

/** What TypeScript knows of a variant. */
export function blocking({ MR, NR, NC, ...rest }) {
  return {
    MR,
    NR,
    NC,
    edgeBytes: edgeBytes({ MR, NR }),
    gemmScratchBytes: gemmScratchBytes({ MR, NR, NC, ...rest }),
  };
}

/**
 * Scratch of one thread for `map`: the rest of three operands and a result that fill no pair of vectors, then an entry for
 * each constant and input: a pair of vectors, an address, a stride, how much is expanded.
 */
const MAP_ENTRIES = 4 * 32;
const MAP_ENTRY_ADDRESS = 32;
const MAP_ENTRY_STRIDE = 36;
const MAP_ENTRY_EXPANDED = 40;
const MAP_ENTRY_BYTES = 48;
/** What `map` is told of an input, in words: these, and these for each of its dimensions. */
const MAP_INPUT_WORDS = 5;
const MAP_DIMENSION_WORDS = 2;

export const SIZES = {
  MAP_ENTRIES,
  MAP_ENTRY_ADDRESS,
  MAP_ENTRY_STRIDE,
  MAP_ENTRY_EXPANDED,
  MAP_ENTRY_BYTES,
  MAP_INPUT_WORDS,
  MAP_DIMENSION_WORDS,
  MOST_ITEM_ROWS,
  MOST_PACKED_ROWS,
  MOST_THIN_ROWS,
  MOST_UNROLLED_ROWS,
  MOST_WINOGRAD_TILES,
  WINOGRAD_DIRECT_ROWS,
  TRANSPOSED_BLOCK,
  MOST_RECURRENT_ROWS,
  RECURRENT_PARTS,
};

/** In bytes. */
export const SCRATCH_PARTS = {
  ROW_TABLE_BYTES,
  TILES_BYTES,
  WINOGRAD_PLACES,
  WINOGRAD_PLACE_BYTES,
  WINOGRAD_WORK_BYTES,
};

/**
 * The control block: the words through which threads meet, each on a cache line of its own so that a thread spinning on
 * one does not slow those that write another.
 */
export const ADDRESSES = {
  GENERATION: 0x10000,
  OPEN: 0x10040,
  ACTIVE: 0x10080,
  PROGRAM: 0x100c0,
  COUNT: 0x100c4,
  PROGRESS: 0x10100,
  WAITING: 0x10140,
  IDLE: 0x10180,
  READY: 0x101c0,
  SCRATCH: 0x10200,
  SCRATCH_STRIDE: 0x10204,
  /** A word that stays 0 and 256 bytes that stay zero, which the compiler cannot know. */
  NEVER: 0x10240,
  /** How often a worker looks for the next program before it sleeps. */
  LOOKS: 0x10280,
  ZEROS: 0x10300,
  /** One line for each worker. */
  SLOTS: 0x11000,
  /** Where the command being launched is written. */
  COMMAND: 0x18000,
  /** Generated code, one module after the other: its length in bytes, and the bytes. */
  CODE: 0x20000,
  /** Everything above belongs to the heap. */
  HEAP_BASE: 0x40000,
};
export const COMMAND_WORDS = 4096;

/**
 * The words of a worker's slot: whether it must leave, what it is doing, items of work that it has done, whether it is in
 * a program, its thread's number where the operating system tells one, whether its code has ended.
 */
export const SLOT_WORDS = ['leave', 'state', 'items', 'inProgram', 'thread', 'ended'];
export const SLOT_BYTES = 64;

/** Codes that one side writes and the other reads: name of the set → names in the order of their numbers. */
export const CODES = {
  /** What a slot's worker is doing. */
  SlotState: ['free', 'started', 'takesPart'],
  /**
   * What the imported `wait` answers. Where time is up the engine looks for the workers that are in a program: one was
   * lost there, or all are alive, or (`timedOut`) nobody can tell.
   */
  WaitOutcome: ['ok', 'notEqual', 'timedOut', 'lost', 'alive'],
  /** Activations that a product applies to its outputs itself; the names are tfjs's. */
  Activation: ['linear', 'relu', 'relu6', 'leakyrelu'],
  Reduction: ['sum', 'max', 'min'],
  /** What is done to the pre-activations of recurrent gates; the names are those of @neutype/core. */
  GateActivation: ['sigmoid', 'tanh', 'hardSigmoid', 'relu', 'linear'],
  /**
   * Where an operand or a result of `map` lies: in a tensor of 32-bit elements, in a strip of scratch memory, in an entry
   * that is prepared before instructions run; or, for results, in a tensor of bytes.
   */
  Place: ['tensor', 'register', 'prepared', 'bytes'],
};

/** `runTogether` answers the index of the command in which a worker died, or this. */
export const NO_COMMAND_STALLED = -1;

/** The third word of a command: two flags, and above them about how many microseconds an item takes. */
export const FLAGS = { FLAG_TOGETHER: 1, FLAG_IN_PLACE: 2, ITEM_MICROSECONDS_SHIFT: 8 };

function between(least, value, most) {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** What a variant's sizes must be for all kernels to compute right, and why. */
const RULES = [
  {
    holds: ({ MR }) => between(4, MR, 8),
    rule: 'MR must be from 4 to 8',
    reason: 'packing moves the rows of a tile four at once, and what is left in one or two moves',
  },
  {
    holds: ({ NR }) => between(8, NR, 16) && NR % 4 === 0,
    rule: 'NR must be 8, 12 or 16',
    reason: 'one operation works on four columns, and a tile of a single vector would wait for its own sums',
  },
  {
    holds: ({ NR, exportsAll }) => !exportsAll || NR % 8 === 0,
    rule: 'NR must be 8 or 16 in code that is widened to 256 bits',
    reason: 'V8 makes one operation of two neighbouring vectors',
  },
  {
    holds: ({ KC }) => between(16, KC, 4096),
    rule: 'KC must be from 16 to 4096',
    reason: 'a panel of B stays in the L1 cache',
  },
  {
    holds: ({ MC, MR }) => between(MR, MC, 8192),
    rule: 'MC must be from MR to 8192',
    reason: 'a slice of A has at least the rows of one tile',
  },
  {
    holds: ({ NC, NR }) => between(NR, NC, 64) && NC % NR === 0,
    rule: 'NC must be a multiple of NR, at most 64',
    reason: 'columns are packed as whole panels, and one row of them all goes through registers',
  },
  {
    holds: ({ MR }) => 4 * (MOST_ITEM_ROWS + MR) <= ROW_TABLE_BYTES,
    rule: `MOST_ITEM_ROWS + MR must be at most ${ROW_TABLE_BYTES / 4}`,
    reason: 'each row of an item has a pointer in the row table',
  },
  {
    holds: ({ MR }) => 4 * (MOST_WINOGRAD_TILES + MR) <= WINOGRAD_PLACES,
    rule: `MOST_WINOGRAD_TILES + MR must be at most ${WINOGRAD_PLACES / 4}`,
    reason: "the places of Winograd's tiles follow their pointers in the row table",
  },
  {
    holds: ({ MR }) => WINOGRAD_PLACES + WINOGRAD_PLACE_BYTES * (MOST_WINOGRAD_TILES + MR) <= ROW_TABLE_BYTES,
    rule: "the places of Winograd's tiles must end within the row table",
    reason: 'the edge tile follows it',
  },
];

/** @throws where a variant's sizes are not ones that all kernels compute right with */
export function checkVariant(variant) {
  const broken = RULES.find(({ holds }) => !holds(variant));
  if (broken === undefined) return;
  const { name, MR, NR, KC, MC, NC } = variant;
  const sizes = Object.entries({ MR, NR, KC, MC, NC }).map(([size, value]) => `${size} ${value}`);
  throw new Error(
    `scripts/layout.mjs, variant '${name}': ${broken.rule}, because ${broken.reason}. It has ${sizes.join(', ')}.`,
  );
}
