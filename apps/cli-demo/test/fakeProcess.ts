import { EventEmitter } from 'node:events';
import type { DemoProcess } from '../src/demo.js';

/** A process that only remembers what is written and asked of it. */
export class FakeProcess extends EventEmitter implements DemoProcess {
  output = '';
  errors = '';
  exitCode: number | undefined;
  readonly env: Record<string, string | undefined> = {};
  readonly stdout: { write(text: string): void; isTTY?: boolean; columns?: number };
  readonly stderr: { write(text: string): void; isTTY?: boolean; columns?: number };

  constructor({
    isTTY = false,
    env = {},
    columns = 100,
  }: { isTTY?: boolean; env?: Record<string, string>; columns?: number } = {}) {
    super();
    this.env = env;
    this.stdout = {
      isTTY,
      columns,
      write: (text) => {
        this.output += text;
      },
    };
    this.stderr = {
      isTTY,
      columns,
      write: (text) => {
        this.errors += text;
      },
    };
  }

  exit(code: number): void {
    this.exitCode = code;
  }
}
