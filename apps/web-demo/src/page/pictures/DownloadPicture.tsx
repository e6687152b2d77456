import './pictures.css';
import { failure } from '../state/worker.js';
import { offerDownload } from '../weights/downloads.js';

interface DownloadPictureProps {
  /** What it is called in a sentence: `the curves`. */
  readonly picture: string;
  /** The file's name; its ending says which format it is. */
  readonly file: `${string}.svg` | `${string}.png`;
  readonly make: () => string | Promise<string | Blob>;
}

/** Takes a picture of the page along, as it is at this moment. */
export function DownloadPicture({ picture, file, make }: DownloadPictureProps) {
  const format = file.slice(-3).toUpperCase();
  const label = `Download ${picture} as ${format}`;
  return (
    <button
      type="button"
      class="download-picture"
      aria-label={label}
      title={label}
      onClick={async () => {
        try {
          offerDownload(file, await make());
        } catch (error) {
          failure.value = `There is no picture to download: ${error instanceof Error ? error.message : error}`;
        }
      }}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11" />
      </svg>
      {format}
    </button>
  );
}
