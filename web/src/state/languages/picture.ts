// A chart that is on the page, as a picture that stands on its own: SVG, or PNG.

/** What a chart takes from the page's style sheets, and loses outside the page. */
const INHERITED = ['fill', 'stroke', 'font-family', 'font-size', 'font-weight'] as const;

export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 16;

/** Writes into `copy` what style sheets say of `original`, where its parent has it otherwise. */
function writeStyles(original: Element, copy: Element, inherited: CSSStyleDeclaration | undefined) {
  const style = getComputedStyle(original);
  for (const name of INHERITED) {
    const value = style.getPropertyValue(name);
    if (value === inherited?.getPropertyValue(name)) copy.removeAttribute(name);
    else copy.setAttribute(name, value);
  }
  for (const name of ['class', 'style', 'data-mark']) copy.removeAttribute(name);
  for (const [i, child] of Array.from(original.children).entries()) {
    const copied = copy.children[i];
    if (copied) writeStyles(child, copied, style);
  }
}

const SVG = 'http://www.w3.org/2000/svg';

/** The SVG with its styles written into it, on a ground of this colour. */
export function pictureOf(chart: SVGSVGElement, ground: string): Picture {
  const copy = chart.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) throw new TypeError('a copy of an SVG is an SVG');
  writeStyles(chart, copy, undefined);
  for (const sheet of copy.querySelectorAll('style')) sheet.remove();
  const { width, height } = chart.viewBox.baseVal;
  const box = {
    x: -MARGIN,
    y: -MARGIN,
    width: width + 2 * MARGIN,
    height: height + 2 * MARGIN,
  };
  copy.setAttribute('xmlns', SVG);
  copy.setAttribute('width', String(box.width));
  copy.setAttribute('height', String(box.height));
  copy.setAttribute('viewBox', `${box.x} ${box.y} ${box.width} ${box.height}`);
  const behind = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({ ...box, fill: ground })) {
    behind.setAttribute(name, String(value));
  }
  copy.prepend(behind);
  const svg = new XMLSerializer().serializeToString(copy);
  return { svg, width: box.width, height: box.height };
}

/** Canvases are at most this high and wide in every browser. */
const LARGEST = 16_000;

export async function toPng({ svg, width, height }: Picture): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(2, LARGEST / width, LARGEST / height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new RangeError(`a canvas of ${canvas.width} by ${canvas.height} is no PNG`));
    }, 'image/png');
  });
}

/** Into the clipboard. False where the browser does not allow it, or knows no such kind. */
export async function copyPicture(type: string, content: Promise<Blob>): Promise<boolean> {
  if (typeof ClipboardItem === 'undefined' || !navigator.clipboard) return false;
  try {
    // Begun while the click still counts as one; the picture comes when it is ready.
    await navigator.clipboard.write([new ClipboardItem({ [type]: content })]);
    return true;
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return false;
    throw error;
  }
}
