// Making text visible that is not: whitespace, characters without a glyph, and
// bytes that are only a part of a character.
import { hexOf, isContinuation, sequenceLength } from './utf8.ts';

/** `sign` stands for what cannot be seen; `hex` for bytes that are no whole character. */
export interface LabelPart {
  kind: 'text' | 'sign' | 'hex';
  /** What is shown. */
  text: string;
  /** What it stands for. */
  source: string;
}

const SIGNS = new Map([
  [' ', '␣'],
  ['\t', '⇥'],
  ['\n', '↵'],
  ['\r', '␍'],
  ['\u00a0', '⍽'],
]);

// Control, format, private, unassigned and separator characters, and the
// selectors that only change how the character before them looks.
const UNSEEN = /[\p{C}\p{Z}]|\p{Variation_Selector}/u;
// Marks that would combine with whatever happens to stand before them.
const COMBINING = /\p{M}/u;

export const codePointName = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

export const isUnseen = (character: string) => UNSEEN.test(character);

/** One character as something that can be seen. */
function visibleCharacter(character: string): LabelPart {
  const sign = SIGNS.get(character) ?? (isUnseen(character) ? codePointName(character) : undefined);
  return sign === undefined
    ? { kind: 'text', text: character, source: character }
    : { kind: 'sign', text: sign, source: character };
}

/** Adds a part, in one with the part before it if that is of its kind. */
function push(parts: LabelPart[], part: LabelPart) {
  const last = parts.at(-1);
  if (last?.kind !== part.kind) {
    parts.push({ ...part });
    return;
  }
  const space = part.kind === 'hex' ? ' ' : '';
  last.text += space + part.text;
  last.source += space + part.source;
}

export function visibleText(text: string): LabelPart[] {
  const parts: LabelPart[] = [];
  for (const character of text) {
    const part = visibleCharacter(character);
    // A mark at the start would sit on the wrong character: give it its own place.
    const isBare =
      part.kind === 'text' && parts.at(-1)?.kind !== 'text' && COMBINING.test(character);
    push(parts, isBare ? { ...part, text: `\u25cc${character}` } : part);
  }
  return parts;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Walks over bytes: stretches of whole characters, and every byte that is part of none. */
function forEachStretch(
  bytes: Uint8Array,
  onText: (text: string) => void,
  onByte: (byte: number) => void,
) {
  let from = 0;
  const flush = (to: number) => {
    if (to > from) onText(decoder.decode(bytes.subarray(from, to)));
  };
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes[i] ?? 0);
    const isWhole =
      length > 0 &&
      i + length <= bytes.length &&
      bytes.subarray(i + 1, i + length).every(isContinuation);
    if (!isWhole) {
      flush(i);
      onByte(bytes[i] ?? 0);
      from = i + 1;
    }
    i += isWhole ? length : 1;
  }
  flush(bytes.length);
}

/** Whole characters as text, every other byte in hex. */
export function visibleBytes(bytes: Uint8Array): LabelPart[] {
  const parts: LabelPart[] = [];
  forEachStretch(
    bytes,
    (text) => {
      for (const part of visibleText(text)) push(parts, part);
    },
    (byte) => push(parts, { kind: 'hex', text: hexOf(byte), source: hexOf(byte) }),
  );
  return parts;
}

/** Whole characters as they are, every other byte as <0xEB>. */
export function textWithBytes(bytes: Uint8Array): string {
  let written = '';
  forEachStretch(
    bytes,
    (text) => {
      written += text;
    },
    (byte) => {
      written += `<0x${hexOf(byte)}>`;
    },
  );
  return written;
}

export const labelText = (parts: readonly LabelPart[]) => parts.map((part) => part.text).join('');
