// A chart that is on the page, as a picture that stands on its own: SVG, or PNG.

/** What a chart takes from the page's style sheets, and loses outside the page. */
const INHERITED = ['fill', 'stroke', 'font-family', 'font-size', 'font-weight'] as const;

export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 16;

/** The SVG with its styles written into it, on a ground of this colour, under its title. */
export function pictureOf(chart: SVGSVGElement, ground: string): Picture {
  const copy = chart.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) throw new TypeError('a copy of an SVG is an SVG');
  const originals = chart.querySelectorAll<SVGElement>('*');
  for (const [i, element] of copy.querySelectorAll<SVGElement>('*').entries()) {
    const original = originals[i];
    if (!original || original instanceof SVGStyleElement) continue;
    const style = getComputedStyle(original);
    for (const name of INHERITED) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute('class');
  }
  for (const sheet of copy.querySelectorAll('style')) sheet.remove();
  const { width, height } = chart.viewBox.baseVal;
  const [fullWidth, fullHeight] = [width + 2 * MARGIN, height + 2 * MARGIN];
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(fullWidth));
  copy.setAttribute('height', String(fullHeight));
  copy.setAttribute('viewBox', `${-MARGIN} ${-MARGIN} ${fullWidth} ${fullHeight}`);
  copy.removeAttribute('class');
  copy.style.background = ground;
  const rectangle = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({
    x: -MARGIN,
    y: -MARGIN,
    width: fullWidth,
    height: fullHeight,
    fill: ground,
  })) {
    rectangle.setAttribute(name, String(value));
  }
  copy.prepend(rectangle);
  return { svg: new XMLSerializer().serializeToString(copy), width: fullWidth, height: fullHeight };
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
