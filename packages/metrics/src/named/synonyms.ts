import { METRIC_NAMES, type MetricName } from './namedMetrics.js';

/** What Keras and scikit-learn call metrics; neither case nor underscores count. A synonym is answered with our name. */
const SYNONYMS: Readonly<Partial<Record<MetricName, string>>> = {
  accuracy: 'acc accuracy_score categorical_accuracy sparse_categorical_accuracy binary_accuracy',
  balancedAccuracy: 'balanced_accuracy_score',
  top5Accuracy: 'top_k_accuracy top_k_categorical_accuracy sparse_top_k_categorical_accuracy',
  precision: 'precision_score',
  recall: 'recall_score sensitivity',
  f1: 'f1_score f_score',
  jaccard: 'jaccard_score iou',
  matthews: 'mcc matthews_corrcoef',
  cohenKappa: 'kappa cohen_kappa_score',
  rocAuc: 'auc auroc roc_auc_score',
  averagePrecision: 'ap average_precision_score pr_auc',
  logLoss: 'binary_crossentropy categorical_crossentropy sparse_categorical_crossentropy neg_log_loss',
  brierScore: 'brier brier_score_loss',
  calibrationError: 'ece expected_calibration_error',
  r2: 'r2_score',
  explainedVariance: 'explained_variance_score',
  mse: 'mean_squared_error',
  rmse: 'root_mean_squared_error',
  mae: 'mean_absolute_error',
  mape: 'mean_absolute_percentage_error',
  msle: 'mean_squared_log_error mean_squared_logarithmic_error',
  rmsle: 'root_mean_squared_log_error',
};

/** The metric that other libraries call so, or that is only spelled otherwise here. */
export function metricCalled(name: string): MetricName | undefined {
  const wanted = plain(name);
  return METRIC_NAMES.find(
    (metric) =>
      plain(metric) === wanted || SYNONYMS[metric]?.split(' ').some((other) => plain(other) === wanted),
  );
}

function plain(name: string): string {
  return name.replace(/[-_\s]/g, '').toLowerCase();
}
