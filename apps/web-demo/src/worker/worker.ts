import type { Report, Request } from '../shared/protocol.js';
import { TrainingSession } from './trainingSession.js';

const session = new TrainingSession((report: Report) => postMessage(report));

addEventListener('message', ({ data }: MessageEvent<Request>) => void session.handle(data));
