import { Agent, get } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds between two requests. */
const EVERY = 10;

/** What somebody who asks sees. */
export interface Answers {
  /** How long each answer took, in milliseconds. */
  readonly milliseconds: readonly number[];
  /** Updates that the server made meanwhile. */
  readonly updates: number;
}

/**
 * Asks a server every 10 ms, whether it has answered the question before or not.
 *
 * @param keepAlive asks over connections that stay, rather than over a new one each time
 */
export async function ask(url: string, seconds: number, keepAlive: boolean): Promise<Answers> {
  const agent = new Agent({ keepAlive });
  const milliseconds: number[] = [];
  const updates: number[] = [];
  const asked: Promise<void>[] = [];
  const began = performance.now();
  for (let number = 0; number < (seconds * 1000) / EVERY; number++) {
    await setTimeout(Math.max(0, began + number * EVERY - performance.now()));
    const start = performance.now();
    asked.push(
      answer(url, agent).then((text) => {
        milliseconds.push(performance.now() - start);
        updates.push(Number(text));
      }),
    );
  }
  await Promise.all(asked);
  agent.destroy();
  return { milliseconds, updates: Math.max(...updates) - Math.min(...updates) };
}

function answer(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}
