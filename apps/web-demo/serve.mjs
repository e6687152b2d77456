/** Serves the built page for `npm run web`, whose flags come as JSON: `node serve.mjs '{"port":"8000"}'`. */
import { preview } from 'vite';

const { port, host } = JSON.parse(process.argv[2] ?? '{}');

try {
  const server = await preview({
    root: import.meta.dirname,
    logLevel: 'error',
    // A port that was asked for is that port or none.
    preview: { open: false, host, ...(port === undefined ? {} : { port: Number(port), strictPort: true }) },
  });
  const { local, network } = server.resolvedUrls ?? { local: [], network: [] };
  console.log(`The web demo is at ${[...local, ...network].join(' and ')}`);
  console.log('Open it in a browser; Ctrl-C ends it.');
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
} catch (error) {
  console.error(`Failed: serving the web demo. ${error.message}`);
  process.exit(1);
}
