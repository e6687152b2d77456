import { type Plot, toSvg } from '@neutype/plots';
import { type Fragment, Html, html } from './html.js';

export interface FigureOptions {
  /** Unique in the page. */
  readonly id: string;
  /** Width in pixels at which the plot is laid out; it is then scaled to the room there is. */
  readonly width: number;
  readonly caption: Fragment;
}

/** A plot with its caption beneath; its title is left to the page's headings. */
export function figure({ description }: Plot, { id, width, caption }: FigureOptions): Html {
  const svg = toSvg({ ...description, title: '' }, { theme: 'auto', id, width });
  return html`<figure class="${id}">${new Html(svg)}<figcaption>${caption}</figcaption></figure>`;
}
