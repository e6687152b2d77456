import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { DownloadPicture } from '../pictures/DownloadPicture.js';
import { pngOf } from '../pictures/png.js';
import { chosenDigit, cloud, cloudDigits, soughtClass } from '../state/cloud.js';
import { colourChanges } from '../state/scheme.js';
import { CloudPicture } from './cloudPicture.js';
import { placesOf } from './places.js';

/** The cloud, and what is to be seen on it in words. */
export function CloudCanvas({ words }: { readonly words: string }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const pictureRef = useRef<CloudPicture | undefined>(undefined);
  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const picture = new CloudPicture(canvas, context);
    pictureRef.current = picture;
    const stopFollowing = follow(picture);
    const watch = new ResizeObserver(() => picture.paintAnew());
    watch.observe(canvas);
    return () => {
      stopFollowing();
      watch.disconnect();
      picture.dispose();
    };
  }, []);
  const digitAt = ({ offsetX, offsetY }: MouseEvent) => pictureRef.current?.digitAt(offsetX, offsetY);
  return (
    <>
      <canvas
        ref={canvasRef}
        role="img"
        aria-label={words}
        onClick={(event) => {
          chosenDigit.value = digitAt(event);
        }}
        onPointerMove={(event) => {
          event.currentTarget.style.cursor = digitAt(event) === undefined ? '' : 'pointer';
        }}
      />
      <div class="picture-foot">
        <p class="cloud-words" data-testid="cloud-words">
          {words}
        </p>
        <DownloadPicture
          picture="the cloud"
          file="neutype-cloud.png"
          make={() => pngOf((pictureRef.current as CloudPicture).onPaper())}
        />
      </div>
    </>
  );
}

/** Shows each cloud that comes, and what is chosen in it. */
function follow(picture: CloudPicture): () => void {
  const stillness = matchMedia('(prefers-reduced-motion: reduce)');
  let shown = cloud.peek();
  let places: Float32Array = new Float32Array();
  const stopShowing = effect(() => {
    const { value } = cloud;
    if (!value) return;
    if (value !== shown || places.length === 0) places = placesOf(value.points);
    shown = value;
    const [digits, chosen, sought] = [cloudDigits.value, chosenDigit.value, soughtClass.value];
    picture.show({ digits, answers: value.answers, chosen, sought }, places, !stillness.matches);
  });
  const stopPainting = effect(() => {
    if (colourChanges.value >= 0) picture.paintAnew();
  });
  return () => {
    stopShowing();
    stopPainting();
  };
}
