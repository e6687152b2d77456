import { preset } from '@neutype/jest-preset';

// As @neutype/backend-node does, which cannot from within a test: jest gives it an environment that TensorFlow does not see.
process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';

export default preset('runtime-tests');
