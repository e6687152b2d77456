function row(name, text) {
  return `| ${name} | ${text} |`;
}

const MAKERS = 'packages/layers/src/architecture/makers.ts';

/**
 * What can be made anew: the folder of its package, what exports it where that is not `src/index.ts`, and what besides its
 * own files has to know it.
 */
export const KINDS = {
  layer: {
    folder: 'packages/layers',
    edits: (name, { Name }) => [
      exportFrom('packages/layers', `type ${Name}Options, ${name}`, `./kinds/${name}.js`),
      appendTo(
        'packages/layers/src/layerNames.ts',
        'export const LAYERS: Readonly<Record<string, LayerName>> = {',
        `  ${name}: { call: '${name}()' },`,
      ),
      prepend(MAKERS, `import { ${name} } from '../kinds/${name}.js';`),
      appendTo(MAKERS, 'const MAKERS: Readonly<Record<string, Maker>> = {', `  ${name}: [${name}],`),
      tableRow('packages/layers/README.md', '## Layers', row(`\`${name}()\``, 'what it computes')),
    ],
  },
  optimizer: {
    folder: 'packages/optimizers',
    edits: (name) => [
      exportFrom('packages/optimizers', name, `./algorithms/${name}.js`),
      tableRow(
        'packages/optimizers/README.md',
        '## Algorithms',
        row(`\`${name}\``, '`w ← w − step · g` | `step` 0.1'),
      ),
    ],
  },
  loss: {
    folder: 'packages/losses',
    index: 'src/catalog.ts',
    edits: (name) => [
      appendLine('packages/losses/src/catalog.ts', `export { ${name} } from './kinds/${name}.js';`),
      tableRow('packages/losses/README.md', '# ', row(`\`${name}\``, 'the mean of …')),
    ],
  },
  metric: {
    folder: 'packages/metrics',
    edits: (name) => [
      exportFrom('packages/metrics', name, `./classification/${name}.js`),
      tableRow('packages/metrics/README.md', '# ', row(`\`${name}(actual, predicted)\``, 'what it tells')),
    ],
  },
};

function exportFrom(folder, names, path) {
  return appendLine(`${folder}/src/index.ts`, `export { ${names} } from '${path}';`);
}

function appendLine(file, line) {
  return { file, change: (text) => `${text.trimEnd()}\n${line}\n` };
}

function prepend(file, line) {
  return { file, change: (text) => `${line}\n${text}` };
}

/** The last entry of the object that begins with `start`. */
function appendTo(file, start, line) {
  return {
    file,
    change: (text) => {
      const end = text.indexOf('\n};', placeOf(start, text, file));
      return `${text.slice(0, end)}\n${line}${text.slice(end)}`;
    },
  };
}

/** The last row of the first table below `heading`. */
function tableRow(file, heading, line) {
  return {
    file,
    change: (text) => {
      const start = placeOf('\n|', text, file, placeOf(heading, text, file)) + 1;
      const end = start + /\n(?!\|)/.exec(text.slice(start)).index;
      return `${text.slice(0, end)}\n${line}${text.slice(end)}`;
    },
  };
}

function placeOf(found, text, file, from = 0) {
  const place = text.indexOf(found, from);
  if (place === -1)
    throw new Error(`${file} has no ${JSON.stringify(found)}: tools/dev/new/kinds.mjs has to follow it.`);
  return place;
}
