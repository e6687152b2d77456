import { mae } from '../src/index.js';
import { describeDerivatives } from './describeDerivatives.js';
import { describeRandomCases } from './describeRandomCases.js';

describeRandomCases('mae');
describeDerivatives('mae', mae, { targets: [[0.5, -1]], values: [[1, -1.25]], once: true });
