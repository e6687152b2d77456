import { DataError } from '@neutype/errors';

/**
 * A metric has no value for these samples: the area under a ROC curve where all are of one class. scikit-learn warns of
 * it and gives NaN; here it is an error, and NaN in what is tracked while a network trains.
 */
export class UndefinedMetricError extends DataError {
  override readonly name: string = 'UndefinedMetricError';
}
