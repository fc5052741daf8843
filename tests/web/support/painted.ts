/** What is painted in the editor, read back from the browser; and what should be. */
import type { Page } from 'playwright-core';
import type { Reference } from '../../wasm/support/reference.ts';

export interface Painted {
  from: number;
  to: number;
  style: string;
}

const inOrder = (a: Painted, b: Painted) =>
  a.from - b.from || a.to - b.to || a.style.localeCompare(b.style);

/** The ranges of all highlights, as positions in the text. */
export async function paintedRanges(page: Page): Promise<Painted[]> {
  const painted = await page.evaluate(() => {
    const lines = Array.from(document.querySelectorAll('.cm-line'));
    const starts: number[] = [];
    let position = 0;
    for (const line of lines) {
      starts.push(position);
      position += (line.textContent?.length ?? 0) + 1;
    }
    const positionOf = (node: Node, offset: number) => {
      const line = lines.findIndex((each) => each.contains(node));
      const range = document.createRange();
      range.setStart(lines[line]!, 0);
      range.setEnd(node, offset);
      return starts[line]! + range.toString().length;
    };
    return Array.from(CSS.highlights, ([style, highlight]) =>
      Array.from(highlight, (range) => ({
        from: positionOf(range.startContainer, range.startOffset),
        to: positionOf(range.endContainer, range.endOffset),
        style,
      })),
    ).flat();
  });
  return painted.sort(inOrder);
}

/** For each UTF-16 unit of the text, the classes of the marks around it; the fallback's paint. */
export function markedUnits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const units: string[] = [];
    for (const [index, line] of document.querySelectorAll('.cm-line').entries()) {
      if (index > 0) units.push('');
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const classes: string[] = [];
        for (let at = node.parentElement; at && at !== line; at = at.parentElement) {
          classes.push(...at.classList);
        }
        for (let i = 0; i < (node.nodeValue?.length ?? 0); i++) {
          units.push(classes.sort().join(' '));
        }
      }
    }
    return units;
  });
}

/** The same form as `markedUnits`, of ranges. Line breaks cannot be marked. */
export function unitsOf(text: string, painted: readonly Painted[]): string[] {
  return Array.from({ length: text.length }, (_, at) =>
    text[at] === '\n'
      ? ''
      : painted
          .filter(({ from, to }) => from <= at && at < to)
          .map(({ style }) => style)
          .sort()
          .join(' '),
  );
}

export interface ExpectedToken {
  id: number;
  bytes: Uint8Array;
  from: number;
  to: number;
}

/** The tokens that the reference finds, each with its place in the text. */
export function expectedTokens(
  text: string,
  reference: Reference,
  special: 'literal' | 'parse' = 'literal',
): ExpectedToken[] {
  const specials = new Map(
    Object.entries(reference.specialTokens).map(([name, id]) => [id, Buffer.from(name)]),
  );
  // Where the character ends that byte number i belongs to.
  const characterEnds: number[] = [];
  let position = 0;
  for (const character of text) {
    position += character.length;
    for (let i = 0; i < Buffer.byteLength(character); i++) characterEnds.push(position);
  }
  let bytesBefore = 0;
  let from = 0;
  return Array.from(reference.encode(text, special), (id) => {
    const bytes = reference.ranks.get(id) ?? specials.get(id)!;
    bytesBefore += bytes.length;
    const to = characterEnds[bytesBefore - 1]!;
    const token = { id, bytes, from, to };
    from = to;
    return token;
  });
}

const isContinuation = (byte: number) => byte >= 0x80 && byte < 0xc0;

/** Six tints in turn on each line, special tokens inverted, shared characters underlined. */
export function expectedPaint(
  text: string,
  reference: Reference,
  special: 'literal' | 'parse' = 'literal',
): Painted[] {
  const painted: Painted[] = [];
  const specials = new Set(Object.values(reference.specialTokens));
  let line = -1;
  let inLine = 0;
  for (const { id, bytes, from, to } of expectedTokens(text, reference, special)) {
    const lineOfToken = text.slice(0, from).split('\n').length;
    inLine = lineOfToken === line ? inLine + 1 : 0;
    line = lineOfToken;
    if (isContinuation(bytes[0]!)) {
      const last = Array.from(text.slice(0, from)).at(-1)!;
      const shared = { from: from - last.length, to: from, style: 'bpeek-shared' };
      if (!painted.some((each) => each.style === shared.style && each.to === shared.to)) {
        painted.push(shared);
      }
    }
    if (to > from) {
      const style = specials.has(id) ? 'bpeek-special' : `bpeek-tint-${(inLine % 6) + 1}`;
      painted.push({ from, to, style });
    }
  }
  return painted.sort(inOrder);
}
