import { preset } from '@neutype/jest-preset';

export default preset('architectures');
