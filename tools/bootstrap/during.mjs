const ERASE_LINE = '\r\u001b[2K';

/**
 * Says what is being done, if it takes more than a second: a line on stderr, which counts the seconds on a terminal.
 *
 * @returns what the work gives
 */
export async function during(title, work, stream = process.stderr) {
  let seconds = 0;
  const timer = setInterval(() => {
    seconds++;
    if (stream.isTTY) stream.write(`${ERASE_LINE}▸ ${title} (${seconds} s)`);
    else if (seconds === 1) stream.write(`▸ ${title}\n`);
  }, 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (stream.isTTY && seconds > 0) stream.write('\n');
  }
}
