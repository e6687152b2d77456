import { useState } from 'preact/hooks';
import { settings } from '../app/state.js';
import { reproducingCode } from './reproducingCode.js';

export function CodePanel() {
  const [copied, setCopied] = useState(false);
  const code = reproducingCode(settings.value);
  return (
    <section aria-labelledby="code-title">
      <h2 id="code-title">The same in TypeScript</h2>
      <button
        type="button"
        onClick={async () => {
          await navigator.clipboard.writeText(code);
          setCopied(true);
        }}
      >
        {copied ? 'Copied' : 'Copy'}
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre class="scroll" data-testid="code" tabIndex={0}>
        {code}
      </pre>
    </section>
  );
}
