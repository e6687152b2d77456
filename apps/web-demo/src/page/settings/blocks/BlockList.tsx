import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import {
  type Block,
  blocksOf,
  insertBlock,
  removeBlock,
  swapBlocks,
} from '../../../shared/architecture/blocks.js';
import type { CheckedLayer } from '../../../shared/protocol.js';
import { architecture, change, settings } from '../../state/settings.js';
import { BlockFields } from './BlockFields.js';
import { kindOf, layersOf, NEW_BLOCKS } from './blockKinds.js';
import './blocks.css';

/** The line as a list of layers: what is changed here is written there, and the other way round. */
export function BlockList() {
  const line = settings.value.architecture;
  const blocks = readBlocks(line);
  const listRef = useRef<HTMLOListElement>(null);
  const toFocus = useSignal<string | undefined>(undefined);
  // What had the focus may have moved, or be gone.
  useEffect(() => {
    if (toFocus.value) listRef.current?.querySelector<HTMLElement>(toFocus.value)?.focus();
    toFocus.value = undefined;
  });
  if (!blocks) return <p class="remark">The layers come back here once the line can be read.</p>;
  const checked = architecture.value?.line === line ? architecture.value : undefined;
  const layers = checked?.problem === undefined ? layersOf(blocks, checked?.layers ?? []) : [];
  function edit(changed: string, focus?: string): void {
    toFocus.value = focus;
    change({ architecture: changed });
  }
  return (
    <div class="blocks">
      <ol ref={listRef} aria-label="Layers">
        {blocks.map((block, index) => (
          <li key={index}>
            <BlockHead block={block} index={index} />
            <span class="block-buttons">
              <BlockButton
                sign="↑"
                says={`Move ${nameOf(block, index)} up`}
                isOff={index < 2}
                onPress={() => edit(swapBlocks(line, index - 1), `li:nth-child(${index}) button`)}
              />
              <BlockButton
                sign="↓"
                says={`Move ${nameOf(block, index)} down`}
                isOff={index === 0 || index === blocks.length - 1}
                onPress={() =>
                  edit(swapBlocks(line, index), `li:nth-child(${index + 2}) button:nth-of-type(2)`)
                }
              />
              <BlockButton
                sign="×"
                says={`Remove ${nameOf(block, index)}`}
                isOff={index === 0}
                onPress={() => edit(removeBlock(line, index), `li:nth-child(${index}) button:last-child`)}
              />
            </span>
            <Outcome layer={layers[index]} />
          </li>
        ))}
      </ol>
      <AddBlock onAdd={(text) => edit(insertBlock(line, placeOfNew(blocks), text))} />
    </div>
  );
}

function BlockHead({ block, index }: { readonly block: Block; readonly index: number }) {
  const kind = kindOf(block);
  if (!kind) return <code class="block-code">{block.source}</code>;
  return (
    <span class="block-head">
      <b title={kind.hint}>{kind.title}</b>
      <BlockFields block={block} kind={kind} index={index} />
    </span>
  );
}

function BlockButton(props: {
  readonly sign: string;
  readonly says: string;
  readonly isOff: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={props.says}
      title={props.says}
      aria-disabled={props.isOff}
      onClick={() => !props.isOff && props.onPress()}
    >
      {props.sign}
    </button>
  );
}

function Outcome({ layer }: { readonly layer: CheckedLayer | undefined }) {
  return (
    <small class="block-outcome">
      {layer &&
        `→ ${layer.outputShape.join(' × ')}${layer.parameterCount > 0 ? ` · ${layer.parameterCount.toLocaleString('en')} parameters` : ''}`}
    </small>
  );
}

function AddBlock({ onAdd }: { readonly onAdd: (text: string) => void }) {
  const chosen = useSignal(NEW_BLOCKS[0]?.[1] ?? '');
  return (
    <div class="row">
      <select
        aria-label="Layer to add"
        value={chosen.value}
        onChange={({ currentTarget }) => {
          chosen.value = currentTarget.value;
        }}
      >
        {NEW_BLOCKS.map(([title, text]) => (
          <option key={text} value={text}>
            {title}
          </option>
        ))}
      </select>
      <button type="button" onClick={() => onAdd(chosen.value)}>
        Add layer
      </button>
    </div>
  );
}

function readBlocks(line: string): readonly Block[] | undefined {
  try {
    return blocksOf(line);
  } catch {
    return undefined;
  }
}

/** Before the last layer, which gives the answer; else behind all. */
function placeOfNew(blocks: readonly Block[]): number {
  return blocks.length > 1 && blocks.at(-1)?.name === 'softmax' ? blocks.length - 1 : blocks.length;
}

function nameOf(block: Block, index: number): string {
  return `layer ${index + 1}, ${kindOf(block)?.title ?? block.name ?? 'code'}`;
}
