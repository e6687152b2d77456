#!/usr/bin/env node
import { demo } from './demo.js';
import { endWithOutput } from './endWithOutput.js';

endWithOutput(process);

void demo(process.argv.slice(2), process).then((code) => {
  process.exitCode = code;
});
