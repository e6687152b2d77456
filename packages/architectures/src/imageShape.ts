/** One image, the batch left out. */
export type ImageShape = readonly [height: number, width: number, channels: number];
