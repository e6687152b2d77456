import type { Activity } from '../../../shared/activity.js';
import { DIGIT_SIDE } from '../../../shared/recipe.js';
import { percent } from '../../draw/percent.js';
import { paperOf } from '../../pictures/png.js';
import { type Box, type Layout, layOut } from './layout.js';
import { Motion } from './motion.js';
import { Painter } from './paint.js';
import { paletteOf } from './palette.js';
import { captionOf, pictureInWords } from './words.js';

/* In CSS pixels; wider where a network has many columns. */
const NETWORK = { width: 820, height: 400 } as const;
const MARGIN = 28;
const ANSWERS_WIDTH = 180;
const CAPTIONS_HEIGHT = 88;
const FACE = 'system-ui, sans-serif';

type Paper = ReturnType<typeof paperOf>;
type Ink = (name: '--ink' | '--soft' | '--line' | '--picture-light') => string;

/** The network at work, with its image, answers and captions on one canvas, wide as on a large screen. */
export function networkOnPaper(activity: Activity, figure: Element): HTMLCanvasElement {
  const style = getComputedStyle(figure);
  const ink: Ink = (name) => style.getPropertyValue(name).trim();
  const layout = layOut(activity.columns, NETWORK.width, NETWORK.height);
  const width = layout.width + ANSWERS_WIDTH + 2 * MARGIN;
  const height = NETWORK.height + CAPTIONS_HEIGHT + 2 * MARGIN;
  const paper = paperOf(width, height, style.getPropertyValue('--paper').trim());
  paper.context.translate(MARGIN, MARGIN);
  drawNetwork(paper, activity, layout, figure);
  drawImage(paper, activity.image, layout.columns[0]?.box);
  drawCaptions(paper, activity, layout, ink);
  drawAnswers(paper, activity, layout.width, ink);
  return paper.canvas;
}

/** At rest: nothing is on its way. */
function drawNetwork({ context }: Paper, activity: Activity, layout: Layout, figure: Element): void {
  const painted = document.createElement('canvas');
  const sharpness = context.getTransform().a;
  painted.width = Math.round(sharpness * layout.width);
  painted.height = Math.round(sharpness * layout.height);
  const motion = new Motion();
  motion.aim(activity, true);
  new Painter(painted, paletteOf(figure)).paint(activity, layout, motion, undefined, 1);
  context.drawImage(painted, 0, 0, layout.width, layout.height);
}

function drawImage({ context }: Paper, image: Uint8Array, box: Box | undefined): void {
  if (!box) return;
  const digit = document.createElement('canvas');
  digit.width = digit.height = DIGIT_SIDE;
  const pixels = new ImageData(DIGIT_SIDE, DIGIT_SIDE);
  image.forEach((ink, pixel) => {
    pixels.data.set([ink, ink, ink, 255], 4 * pixel);
  });
  digit.getContext('2d')?.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(digit, box.left, box.top, box.width, box.height);
}

function drawCaptions({ context }: Paper, activity: Activity, layout: Layout, ink: Ink): void {
  context.textAlign = 'center';
  const line = NETWORK.height + 26;
  activity.columns.forEach((column, index) => {
    const box = layout.columns[index]?.box;
    if (!box || column.kind === 'answers') return;
    const [what, detail] = captionOf(column, activity.drawing !== undefined, true);
    const middle = box.left + box.width / 2;
    context.font = `14px ${FACE}`;
    context.fillStyle = ink('--ink');
    context.fillText(what, middle, line);
    context.font = `12.5px ${FACE}`;
    context.fillStyle = ink('--soft');
    context.fillText(detail, middle, line + 18);
  });
  context.textAlign = 'left';
  context.fillText(pictureInWords(activity), 0, line + 60, layout.width + ANSWERS_WIDTH);
}

function drawAnswers({ context }: Paper, { probabilities, answer }: Activity, left: number, ink: Ink): void {
  const pitch = NETWORK.height / probabilities.length;
  context.textBaseline = 'middle';
  probabilities.forEach((share, digit) => {
    const middle = (digit + 0.5) * pitch;
    const isBest = digit === answer;
    const colour = ink(isBest ? '--picture-light' : '--soft');
    context.textAlign = 'center';
    context.fillStyle = colour;
    context.font = `600 ${isBest ? 27 : 17}px ${FACE}`;
    context.fillText(String(digit), left + 24, middle);
    context.textAlign = 'right';
    context.font = `${isBest ? '650 16' : '13.5'}px ${FACE}`;
    context.fillText(percent(share), left + ANSWERS_WIDTH, middle);
    const [start, room] = [left + 42, ANSWERS_WIDTH - 94];
    context.fillStyle = ink('--line');
    context.fillRect(start, middle - 4, room, 8);
    context.fillStyle = colour;
    context.fillRect(start, middle - 4, room * (Number.isNaN(share) ? 0 : share), 8);
  });
}
