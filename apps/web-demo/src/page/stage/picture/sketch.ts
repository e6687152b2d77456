import { type Activity, type Column, placesIn, type Room } from '../../../shared/activity.js';

/** A network that is not trained, as the picture shows it: its first units and maps, with nothing in them. */
export function sketchOf(columns: readonly Column[], room: Room): Activity {
  return {
    drawing: undefined,
    image: new Uint8Array(),
    probabilities: new Float32Array(),
    answer: 0,
    saliency: new Float32Array(),
    columns: columns.map((column) => {
      const places = placesIn(column, room);
      return {
        ...column,
        shown: Uint16Array.from({ length: places }, (_, unit) => unit),
        values: new Float32Array(places * column.rows * column.columns),
        effects: new Float32Array(places),
      };
    }),
    links: [],
  };
}
