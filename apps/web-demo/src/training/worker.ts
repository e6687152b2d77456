import type { Report, Request } from './protocol.js';
import { TrainingSession } from './TrainingSession.js';

const session = new TrainingSession((report: Report) => postMessage(report));

addEventListener('message', ({ data }: MessageEvent<Request>) => void session.handle(data));
