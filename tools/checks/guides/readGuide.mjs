/**
 * What a guide has its reader do, in order, from its fenced blocks:
 *
 * - `ts file=PATH` (or json, python, …): the whole file is written;
 * - `diff file=PATH`: lines of the file are replaced, `-` and the lines without a sign by `+` and those. `@@` begins
 *   another place of the same file;
 * - `sh`: each line is a command. `sh fails` must fail;
 * - `text` right behind a command: what it must print, line by line.
 *
 * @throws Error for a block that is none of these and does not end
 */
export function readGuide(page) {
  const steps = [];
  const fence = /^```(\w+)?([^\n]*)\n([\s\S]*?)^```$/gm;
  for (const [, language = '', info, content] of page.matchAll(fence)) {
    const [, file] = /(?:^|\s)file=(\S+)/.exec(info) ?? [];
    if (file !== undefined) steps.push({ kind: language === 'diff' ? 'edit' : 'write', file, content });
    else if (language === 'sh') {
      const lines = content.split('\n').filter((line) => line.trim() !== '');
      steps.push(
        ...lines.map((line) => ({ kind: 'run', command: line, fails: info.trim() === 'fails', prints: [] })),
      );
    } else if (language === 'text' && steps.at(-1)?.kind === 'run') {
      steps.at(-1).prints = content
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
    }
  }
  return steps;
}

/** @throws Error where the lines to replace are not in the text, or more than once */
export function applyEdit(text, edit, file) {
  return edit
    .split(/^@@.*\n/m)
    .filter(Boolean)
    .reduce((changed, hunk) => {
      const lines = hunk.replace(/\n$/, '').split('\n');
      const side = (sign) =>
        lines
          .filter((line) => !line.startsWith(sign))
          .map((line) => `${line.slice(1)}\n`)
          .join('');
      const [before, after] = [side('+'), side('-')];
      const places = changed.split(before).length - 1;
      if (places !== 1) throw new Error(`${file} has these lines ${places} times, expected once:\n${before}`);
      return changed.replace(before, () => after);
    }, text);
}
