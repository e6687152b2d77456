/**
 * What Keras, PyTorch and scikit-learn call losses; neither case nor underscores count. A synonym is not a second name: it is
 * answered with ours.
 */
export const SYNONYMS: Readonly<Record<string, string>> = {
  mse: 'mean_squared_error MSELoss l2 squared_error',
  rmse: 'root_mean_squared_error',
  mae: 'mean_absolute_error L1Loss l1 absolute_error',
  msle: 'mean_squared_logarithmic_error mean_squared_log_error',
  rmsle: 'root_mean_squared_log_error root_mean_squared_logarithmic_error',
  binaryCrossentropy: 'bce BCELoss BCEWithLogitsLoss log_loss binary_cross_entropy logistic_loss',
  categoricalCrossentropy: 'cce cross_entropy CrossEntropyLoss NLLLoss sparse_categorical_crossentropy',
  binaryFocal: 'focal focal_loss binary_focal_crossentropy sigmoid_focal_loss',
  categoricalFocal: 'categorical_focal_crossentropy',
  klDivergence: 'kl kld kl_div KLDivLoss kullback_leibler_divergence',
  gaussianKl: 'gaussian_kl_divergence normal_kl kl_normal vae_kl',
  poisson: 'PoissonNLLLoss poisson_loss',
  huber: 'HuberLoss huber_loss SmoothL1Loss smooth_l1',
  logCosh: 'log_cosh logcosh_loss',
  binaryHinge: 'hinge hinge_loss',
  squaredHinge: 'squared_hinge_loss',
  categoricalHinge: 'categorical_hinge_loss',
  multiMargin: 'MultiMarginLoss multi_margin_loss',
  cosineDistance: 'cosine cosine_similarity CosineEmbeddingLoss cosine_loss cosine_proximity',
  contrastive: 'contrastive_loss pairwise_loss',
  triplet: 'triplet_loss triplet_hard_loss triplet_semihard_loss batch_hard',
  tripletMargin: 'TripletMarginLoss triplet_margin_loss',
  dice: 'dice_loss dice_coefficient f1_loss',
};
