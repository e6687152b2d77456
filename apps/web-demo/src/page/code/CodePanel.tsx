import { useEffect, useRef, useState } from 'preact/hooks';
import { wasStepTurned } from '../state/run.js';
import { architecture, settings } from '../state/settings.js';
import { reproducingCode } from './reproducingCode.js';

const TOLD_FOR = 3000;

export function CodePanel() {
  const checked = architecture.value;
  return (
    <section aria-labelledby="code-title">
      <h3 id="code-title">The same in TypeScript</h3>
      {checked && checked.problem === undefined ? (
        <Code code={reproducingCode({ ...settings.value, architecture: checked.line }, checked.inputShape)} />
      ) : (
        <p>Here is the program that does the same, once the network is one.</p>
      )}
    </section>
  );
}

function Code({ code }: { readonly code: string }) {
  const codeRef = useRef<HTMLPreElement>(null);
  const [told, setTold] = useState('');
  // Other code is not copied yet.
  useEffect(() => setTold(''), [code]);
  useEffect(() => {
    const timer = told && setTimeout(() => setTold(''), TOLD_FOR);
    return () => clearTimeout(timer || undefined);
  }, [told]);
  return (
    <>
      {wasStepTurned.value && (
        <p class="remark">
          You turned the step while the network learned. This program has the last one from the beginning.
        </p>
      )}
      <div class="row">
        <button
          type="button"
          onClick={async () => {
            try {
              await navigator.clipboard.writeText(code);
              setTold('Copied.');
            } catch {
              if (codeRef.current) getSelection()?.selectAllChildren(codeRef.current);
              setTold('This page may not copy: the code is selected, copy it yourself.');
            }
          }}
        >
          Copy
        </button>
        <span role="status">{told}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre ref={codeRef} class="scroll" data-testid="code" tabIndex={0}>
        {code}
      </pre>
    </>
  );
}
