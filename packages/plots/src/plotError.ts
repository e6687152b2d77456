import { NeutypeError } from '@neutype/errors';

/** What went wrong with a plot: the message says which argument, what was expected, what came and what to do. */
export class PlotError extends NeutypeError {
  override readonly name: string = 'PlotError';
}
