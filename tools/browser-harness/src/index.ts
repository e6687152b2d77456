export { launchChromium } from './chromium.js';
export { type PreviewServer, startPreviewServer } from './previewServer.js';
