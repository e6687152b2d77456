#!/usr/bin/env node
import { runBuildCommand } from '../dist/build/command.js';

process.exitCode = await runBuildCommand(process.argv.slice(2));
