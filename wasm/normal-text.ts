import type { Normalization } from './parts.ts';
import { wellFormedStep } from './utf8.ts';

/** A stretch of text that normalizing has changed. All places are in bytes. */
interface Change {
  readonly begin: number;
  readonly end: number;
  /** In the normal text. */
  readonly normalBegin: number;
  readonly normalEnd: number;
}

/** UTF-8 in a normal form of Unicode, and how it lies in the text as it was written. */
export interface NormalText {
  readonly bytes: Uint8Array;
  readonly changes: readonly Change[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Normalizes UTF-8; bytes that are none stay as they are. An ASCII character never joins with what
 * is before it, so that text can be cut there and only what lies between needs to be looked at.
 */
export function normalize(bytes: Uint8Array, form: Normalization): NormalText {
  const output = new Output(bytes);
  let at = 0;
  while (at < bytes.length) {
    if (isAscii(bytes[at])) {
      at++;
      continue;
    }
    // The character before may join with what follows it.
    const begin = Math.max(output.copied, at - 1);
    while (at < bytes.length && !isAscii(bytes[at])) at++;
    normalizeStretch(bytes, begin, at, form, output);
  }
  return output.finish();
}

function isAscii(byte: number | undefined): boolean {
  return byte !== undefined && byte < 0x80;
}

/** Normalizes each well-formed part of a stretch on its own. */
function normalizeStretch(
  bytes: Uint8Array,
  begin: number,
  end: number,
  form: Normalization,
  output: Output,
): void {
  let from = begin;
  for (let at = begin; at < end; ) {
    const step = wellFormedStep(bytes, at);
    if (step === 0) {
      normalizePart(bytes, from, at, form, output);
      from = at + 1;
    }
    at += step || 1;
  }
  normalizePart(bytes, from, end, form, output);
}

function normalizePart(
  bytes: Uint8Array,
  begin: number,
  end: number,
  form: Normalization,
  output: Output,
): void {
  const text = decoder.decode(bytes.subarray(begin, end));
  const normal = text.normalize(form);
  if (normal === text) return;
  let at = begin;
  for (const { written, normalized } of finestParts(text, normal, form)) {
    const length = encoder.encode(written).length;
    if (written !== normalized) output.replace(at, at + length, encoder.encode(normalized));
    at += length;
  }
}

interface PartOfText {
  readonly written: string;
  readonly normalized: string;
}

/** Cuts a text into the smallest parts that can be normalized one by one. */
function finestParts(text: string, normal: string, form: Normalization): PartOfText[] {
  const parts: string[] = [];
  for (const character of text) {
    if (parts.length > 0 && mayJoinBackwards(character)) {
      parts.push((parts.pop() ?? '') + character);
    } else {
      parts.push(character);
    }
  }
  const fine = parts.map((written) => ({ written, normalized: written.normalize(form) }));
  const isExact = fine.map(({ normalized }) => normalized).join('') === normal;
  return isExact ? fine : [{ written: text, normalized: normal }];
}

/** Marks, and the vowels and final consonants of Hangul, join with what is before them. */
const joining = /^[\p{M}\u1160-\u11ff]/u;

function mayJoinBackwards(character: string): boolean {
  return joining.test(character.normalize('NFKD'));
}

/** The normal text as it grows: copies of what is written, but for some replacements. */
class Output {
  readonly #written: Uint8Array;
  readonly #parts: Uint8Array[] = [];
  readonly #changes: Change[] = [];
  #length = 0;
  /** How much of what is written is in the output, or has been replaced. */
  copied = 0;

  constructor(written: Uint8Array) {
    this.#written = written;
  }

  replace(begin: number, end: number, normal: Uint8Array): void {
    this.#copyTo(begin);
    const normalBegin = this.#length;
    this.#push(normal);
    this.#changes.push({ begin, end, normalBegin, normalEnd: this.#length });
    this.copied = end;
  }

  finish(): NormalText {
    this.#copyTo(this.#written.length);
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return { bytes, changes: this.#changes };
  }

  #copyTo(end: number): void {
    this.#push(this.#written.subarray(this.copied, end));
    this.copied = end;
  }

  #push(part: Uint8Array): void {
    this.#parts.push(part);
    this.#length += part.length;
  }
}

/**
 * Turns places in the normal text, in ascending order, into places in the text as written. What
 * ends inside of a changed stretch ends where that does.
 */
export function placesAsWritten(
  { changes }: NormalText,
  places: Uint32Array,
): Uint32Array<ArrayBuffer> {
  let next = 0;
  let shift = 0;
  return places.map((place) => {
    let change = changes[next];
    while (change && change.normalEnd <= place) {
      shift = change.end - change.normalEnd;
      change = changes[++next];
    }
    return change && change.normalBegin < place ? change.end : place + shift;
  }) as Uint32Array<ArrayBuffer>;
}
