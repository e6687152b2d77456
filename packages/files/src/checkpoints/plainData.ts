/** Plain data, as JSON can say it: numbers are finite. */
export type PlainData =
  | null
  | boolean
  | number
  | string
  | readonly PlainData[]
  | { readonly [name: string]: PlainData | undefined };
