import { useSignal } from '@preact/signals';
import { type Block, renameBlock, setArgument, setOption } from '../../../shared/architecture/blocks.js';
import { parseExpression } from '../../../shared/architecture/parseExpression.js';
import { change, settings } from '../../state/settings.js';
import type { BlockField, BlockKind } from './blockKinds.js';

interface Fields {
  readonly block: Block;
  readonly kind: BlockKind;
  readonly index: number;
}

/** What of a block can be changed, written into the line at once. */
export function BlockFields({ block, kind, index }: Fields) {
  const line = settings.value.architecture;
  const says = `layer ${index + 1}`;
  return (
    <>
      {kind.others && (
        <select
          aria-label={`Activation of ${says}`}
          value={block.name}
          onChange={({ currentTarget }) => {
            change({ architecture: renameBlock(line, index, currentTarget.value) });
          }}
        >
          {kind.others.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
      {kind.fields.map((field) => (
        <BlockValue
          key={field.label}
          field={field}
          says={`${field.label[0]?.toUpperCase()}${field.label.slice(1)} of ${says}`}
          written={writtenIn(line, block, field)}
          onWrite={(text) => change({ architecture: written(line, index, field, text) })}
        />
      ))}
    </>
  );
}

interface Value {
  readonly field: BlockField;
  readonly says: string;
  readonly written: string;
  readonly onWrite: (text: string | undefined) => void;
}

function BlockValue({ field, says, written, onWrite }: Value) {
  /** What is typed, until it is a value. */
  const draft = useSignal<string | undefined>(undefined);
  if (field.option !== undefined && field.choices) {
    return (
      <label>
        {field.label}
        <select
          aria-label={says}
          value={written}
          onChange={({ currentTarget }) => onWrite(currentTarget.value)}
        >
          {field.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice.slice(1, -1)}
            </option>
          ))}
        </select>
      </label>
    );
  }
  const isOptional = field.option === undefined && field.isOptional;
  return (
    <label>
      {field.label}
      <input
        aria-label={says}
        autocomplete="off"
        inputMode={/^[\d.]*$/.test(written) ? 'decimal' : 'text'}
        size={Math.max(4, written.length)}
        value={draft.value ?? written}
        aria-invalid={draft.value !== undefined}
        onInput={({ currentTarget: { value } }) => {
          const isEmpty = value.trim() === '' && isOptional;
          draft.value = isEmpty || isValue(value) ? undefined : value;
          if (draft.value === undefined) onWrite(isEmpty ? undefined : value.trim());
        }}
        onBlur={() => {
          draft.value = undefined;
        }}
      />
    </label>
  );
}

/** Numbers, lists of them and arithmetic; what else can stand there is for the line. */
function isValue(text: string): boolean {
  if (/\/[/*]|;/.test(text)) return false;
  try {
    return ['value', 'list', 'arithmetic'].includes(parseExpression(text).expression.kind);
  } catch {
    return false;
  }
}

function writtenIn(line: string, block: Block, field: BlockField): string {
  const given = field.option === undefined ? block.args[field.position] : block.options.get(field.option);
  if (!given || given.kind === 'options') return field.option === undefined ? '' : field.usual;
  return line.slice(given.from, given.to).replaceAll('"', "'");
}

function written(line: string, index: number, field: BlockField, text: string | undefined): string {
  if (field.option === undefined) return setArgument(line, index, field.position, text);
  return setOption(line, index, field.option, text === field.usual ? undefined : text);
}
