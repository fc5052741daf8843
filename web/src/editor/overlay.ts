// Drawn over the text, and scrolled with it: boundary ticks, the outline of the
// token in focus, and signs for whitespace. One SVG path each, so that the text's
// own DOM is never touched.
import { type Box, type Geometry, outlineOf, type Tick, type WhitespaceBox } from './geometry.ts';

const SVG = 'http://www.w3.org/2000/svg';

export function createOverlay(parent: HTMLElement) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'token-overlay');
  svg.setAttribute('aria-hidden', 'true');
  const path = (name: string) => {
    const element = document.createElementNS(SVG, 'path');
    element.setAttribute('class', name);
    return svg.appendChild(element);
  };
  const ticks = path('token-ticks');
  const signs = path('token-signs');
  const outline = path('token-outline');
  parent.append(svg);

  // Paths are drawn from here on, so that their numbers stay small in a long text.
  let originY = 0;

  return {
    draw(geometry: Geometry) {
      originY = Math.floor(geometry.boxes[0]?.top ?? 0);
      svg.style.top = `${originY}px`;
      ticks.setAttribute('d', geometry.ticks.map((tick) => tickPath(tick, originY)).join(''));
      signs.setAttribute('d', geometry.whitespace.map((box) => signPath(box, originY)).join(''));
    },
    outline(geometry: Geometry, index: number | undefined) {
      const boxes = index === undefined ? [] : outlineOf(geometry, index);
      outline.setAttribute('d', boxes.map((box) => outlinePath(box, originY)).join(''));
    },
    clear() {
      for (const each of [ticks, signs, outline]) each.setAttribute('d', '');
    },
    remove: () => svg.remove(),
  };
}

const px = (n: number) => Math.round(n * 100) / 100;

/** The middle of a line one pixel wide, with its edges between device pixels: it stays crisp. */
function crisp(x: number) {
  const density = devicePixelRatio || 1;
  return px(Math.round((x - 0.5) * density) / density + 0.5);
}

/** Short, so that no tick is taken for a letter l or a bar. */
const TICK_HEIGHT = 7;

const tickPath = ({ x, bottom }: Tick, originY: number) =>
  `M${crisp(x)} ${px(bottom - originY)}v${-TICK_HEIGHT}`;

const RADIUS = 3;

function outlinePath({ left, top, right, bottom }: Box, originY: number) {
  const r = Math.min(RADIUS, (right - left) / 2);
  const arc = (x: number, y: number) => `a${px(r)} ${px(r)} 0 0 1 ${px(x)} ${px(y)}`;
  return `M${px(left + r)} ${px(top - originY)}H${px(right - r)}${arc(r, r)}V${px(bottom - originY - r)}${arc(-r, r)}H${px(left + r)}${arc(-r, -r)}V${px(top - originY + r)}${arc(r, -r)}Z`;
}

/** A dot for a space, arrows for tabs and line breaks, a diamond for what has no width. */
function signPath({ character, left, top, right, bottom }: WhitespaceBox, originY: number) {
  const x = px((left + right) / 2);
  const y = px((top + bottom) / 2 - originY);
  const width = right - left;
  switch (character) {
    case ' ':
      return `M${x} ${y}h0`;
    case '\t': {
      const half = px(Math.min(width / 2 - 2, 9));
      return `M${x - half} ${y}h${2 * half}m-3-3l3 3l-3 3`;
    }
    case '\n':
      return `M${x + 4} ${y - 4}v4h-8m3-3l-3 3l3 3`;
    case '\r':
      return `M${x + 4} ${y}h-8m3-3l-3 3l3 3`;
    case '\u00a0':
      return `M${x - 3} ${y - 1}v3h6v-3`;
    default:
      return width < 2 ? `M${x} ${y - 3}l3 3l-3 3l-3-3z` : `M${x} ${y}h0m-3-3h6v6h-6z`;
  }
}
