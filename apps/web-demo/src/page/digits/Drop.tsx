import { useEffect, useState } from 'preact/hooks';
import './drop.css';
import { cancelReading, news, reading, takeFiles } from '../state/digits.js';
import { filesDropped } from './filesIn.js';
import { inWords } from './words.js';

/** Files may be dropped anywhere: a veil says what is taken, and a card what came of it. */
export function Drop() {
  const isOver = useDrop();
  return (
    <>
      {isOver && (
        <div class="veil">
          <p>Drop images of digits, MNIST’s four files, or weights</p>
        </div>
      )}
      <Card />
    </>
  );
}

function Card() {
  const { value } = news;
  const { value: progress } = reading;
  return (
    <section class="news" aria-label="Your files">
      {progress && (
        <div class="card">
          <label>
            Reading {inWords(progress.total, 'image')}
            <progress max={progress.total} value={progress.done} />
          </label>
          <button type="button" onClick={cancelReading}>
            Cancel
          </button>
        </div>
      )}
      <div role="status">
        {value && (
          <div class="card">
            <p class={value.isProblem ? 'problem' : ''}>{value.text}</p>
            {value.details.map((detail) => (
              <p key={detail} class="remark">
                {detail}
              </p>
            ))}
          </div>
        )}
      </div>
      {value && (
        <div class="card row">
          {!value.isProblem && <a href="#teach-title">To the data</a>}
          <button type="button" onClick={close}>
            Close
          </button>
        </div>
      )}
    </section>
  );
}

function close(): void {
  news.value = undefined;
}

/** Takes files that are dropped onto the window; whether some are held over it. */
function useDrop(): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    function on(
      type: 'dragenter' | 'dragover' | 'dragleave' | 'drop',
      act: (event: DragEvent) => void,
    ): void {
      addEventListener(type, (event) => isOfFiles(event) && act(event), { signal: listening.signal });
    }
    on('dragenter', () => setIsOver(true));
    // What is not refused here is opened instead of the page.
    on('dragover', (event) => event.preventDefault());
    on('dragleave', ({ relatedTarget }) => relatedTarget === null && setIsOver(false));
    on('drop', (event) => {
      event.preventDefault();
      setIsOver(false);
      if (event.dataTransfer) void takeFiles(filesDropped(event.dataTransfer));
    });
    return () => listening.abort();
  }, []);
  return isOver;
}

function isOfFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
