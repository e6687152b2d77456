/**
 * What the picture of the network shows. The network is a row of columns: the image, maps (one for each channel of an
 * image), units (one for each number of a vector), and the answers. Layers that have nothing of their own to show
 * (activations, dropout, normalization, flatten) belong to the column before them.
 */
export interface Column {
  readonly kind: 'image' | 'maps' | 'units' | 'answers';
  /** The layer that makes the column what it is, `conv2d-1`. */
  readonly layer: string;
  /** That layer's kind, `conv2d`. */
  readonly made: string;
  /** How many maps or units there are; 1 for the image. */
  readonly count: number;
  /** The size of one of them: 1 × 1 for units. */
  readonly rows: number;
  readonly columns: number;
  /** The columns that it takes its inputs from, by their places in the row. */
  readonly sources: readonly number[];
  /** How many columns lie between it and the image, at most. */
  readonly depth: number;
}

/** What a column shows of one image. */
export interface ColumnActivity extends Column {
  /** Which of its maps or units are shown, by their numbers in the layer; a place keeps its unit while it matters. */
  readonly shown: Uint16Array;
  /** The activations of those that are shown: one number for a unit, rows × columns for a map, one after another. */
  readonly values: Float32Array;
  /** How much each that is shown raises the answer: its activations times the answer's gradient, summed. */
  readonly effects: Float32Array;
}

/**
 * The strongest lines between two columns. A line's strength is what the source contributes to the answer by way of the
 * target: activation × weight × how much the answer's score rises with the target's input.
 */
export interface Links {
  readonly from: number;
  readonly to: number;
  /** Places among those shown; pixels where the lines come from the image and each pixel has weights of its own. */
  readonly sources: Uint16Array;
  readonly targets: Uint16Array;
  readonly strengths: Float32Array;
}

/** One image on its way through the network. */
export interface Activity {
  /** The drawing's number, where the image is what lies on the pad; another digit is shown while nothing does. */
  readonly drawing: number | undefined;
  /** 784 pixels from 0 to 255. */
  readonly image: Uint8Array;
  readonly probabilities: Float32Array;
  /** The answer that the lines lead to: the likeliest. */
  readonly answer: number;
  /** |∂ score of that answer / ∂ pixel|, from 0 to 1. */
  readonly saliency: Float32Array;
  readonly columns: readonly ColumnActivity[];
  readonly links: readonly Links[];
}

/** How many units and maps there is room for in a column. */
export interface Room {
  readonly units: number;
  readonly maps: number;
}

/** How many units or maps of a column there are to be seen in such room. */
export function placesIn({ kind, count }: Column, { units, maps }: Room): number {
  if (kind === 'maps') return Math.min(count, maps);
  return kind === 'units' ? Math.min(count, units) : count;
}

/** A unit or a map, by the layer of its column and its number there. */
export interface UnitName {
  readonly layer: string;
  readonly unit: number;
}

/** A digit that excites a unit, and by how much. */
export interface ExcitingDigit {
  readonly image: Uint8Array;
  readonly label: number;
  readonly value: number;
}

/** What excites a unit or a map. */
export interface UnitStory extends UnitName {
  /** What its picture is: the filter itself, or the mean gradient of its activation at the digits that excite it most. */
  readonly picture: 'filter' | 'gradient';
  readonly rows: number;
  readonly columns: number;
  /** For each pixel how much more ink there changes its activation. */
  readonly weights: Float32Array;
  /** The digits that excite it most, the strongest first; fewer than nine where not so many do at all. */
  readonly digits: readonly ExcitingDigit[];
  /** How many digits were looked at. */
  readonly seen: number;
}

export type ActivityRequest =
  /** So much can be seen. */
  | { readonly type: 'room'; readonly room: Room }
  /** Another digit, where nothing lies on the pad. */
  | { readonly type: 'wander' }
  /** What excites this unit? */
  | { readonly type: 'unit'; readonly name: UnitName };

export type ActivityReport =
  | { readonly type: 'activity'; readonly activity: Activity }
  | { readonly type: 'unit'; readonly story: UnitStory };
