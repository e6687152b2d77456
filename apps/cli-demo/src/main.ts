#!/usr/bin/env node
import { demo } from './demo.js';

// A reader that has seen enough, as in `npm start | head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

void demo(process.argv.slice(2), process).then((code) => {
  process.exitCode = code;
});
