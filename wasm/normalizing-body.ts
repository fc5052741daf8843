import type { EncodedPart, EncodedTokens, TokenChange, Totals } from './abi.ts';
import type { Address } from './abi-layout.ts';
import type { DocumentBody, EngineBody } from './document-body.ts';
import type { Encoding } from './normalizing.ts';
import type { Normalization } from './parts.ts';
import type { SpecialPolicy } from './special.ts';

const ascii = /\p{ASCII}/u;
const lastAscii = /\p{ASCII}\P{ASCII}*$/u;

/** A text that is not in normal form, with all of its tokens. */
interface Unnormal {
  readonly text: string;
  readonly tokens: EncodedTokens;
  readonly totals: Totals;
}

/** What turns whole texts into tokens. */
export interface WholeTexts {
  readonly encoding: Encoding;
  readonly encoder: Address;
  readonly policy: SpecialPolicy;
}

/**
 * A document for a model that wants a normal form of Unicode. As long as the text is in that form,
 * as most texts are in NFC, it is the engine's; else it is encoded anew as a whole.
 */
export class NormalizingBody implements DocumentBody {
  readonly #engine: EngineBody;
  readonly #form: Normalization;
  readonly #whole: WholeTexts;
  /** While it is there, the engine's document counts for nothing. */
  #unnormal: Unnormal | undefined;

  constructor(engine: EngineBody, form: Normalization, whole: WholeTexts) {
    this.#engine = engine;
    this.#form = form;
    this.#whole = whole;
  }

  get totals(): Totals {
    return (this.#unnormal ?? this.#engine).totals;
  }

  edit(from: number, to: number, insert: string): TokenChange {
    if (this.#unnormal === undefined && this.#staysNormal(from, to, insert)) {
      return this.#engine.edit(from, to, insert);
    }
    const { units: end, tokens: removed } = this.totals;
    const text = this.text(0, from) + insert + this.text(to, end);
    if (text.normalize(this.#form) === text) {
      this.#engine.edit(0, this.#engine.totals.units, text);
      this.#unnormal = undefined;
    } else {
      const { encoding, encoder, policy } = this.#whole;
      const tokens = encoding.tokens(encoder, text, policy, 'utf16');
      this.#unnormal = { text, tokens, totals: totalsOf(text, tokens) };
    }
    return { first: 0, removed, added: this.totals.tokens };
  }

  /**
   * Whether a text that is normal is so after an edit. An ASCII character never joins with what
   * is before it, so that nothing has to be looked at but what lies from one to the next.
   */
  #staysNormal(from: number, to: number, insert: string): boolean {
    const stretch = this.#lastFromAscii(from) + insert + this.#untilAscii(to);
    return stretch.normalize(this.#form) === stretch;
  }

  /** The text from the last ASCII character before `to`, and up to there. */
  #lastFromAscii(to: number): string {
    for (let length = 32; ; length *= 2) {
      const text = this.#engine.text(Math.max(0, to - length), to);
      const at = text.search(lastAscii);
      if (at >= 0) return text.slice(at);
      if (length >= to) return text;
    }
  }

  /** The text from `from` up to the first ASCII character. */
  #untilAscii(from: number): string {
    const { units } = this.#engine.totals;
    for (let length = 32; ; length *= 2) {
      const text = this.#engine.text(from, Math.min(units, from + length));
      const at = text.search(ascii);
      if (at >= 0) return text.slice(0, at);
      if (length >= units - from) return text;
    }
  }

  tokensIn(from: number, to: number): EncodedPart {
    if (this.#unnormal === undefined) return this.#engine.tokensIn(from, to);
    const { begins, ends } = this.#unnormal.tokens;
    const first = from === 0 ? 0 : countUpTo(ends, from);
    const last = countUpTo(ends, to);
    const hasBegun = (begins[last] ?? to) < to;
    return this.tokensAt(first, last + (hasBegun ? 1 : 0) - first);
  }

  tokensAt(first: number, count: number): EncodedPart {
    if (this.#unnormal === undefined) return this.#engine.tokensAt(first, count);
    const { ids, begins, ends, pieceEnds } = this.#unnormal.tokens;
    const last = first + count;
    const from = ends[first] ?? Number.POSITIVE_INFINITY;
    const to = ends[last] ?? Number.POSITIVE_INFINITY;
    return {
      first,
      ids: ids.slice(first, last),
      begins: begins.slice(first, last),
      ends: ends.slice(first, last),
      pieceEnds: pieceEnds.filter((end) => end >= from && end < to),
    };
  }

  text(from: number, to: number): string {
    return this.#unnormal?.text.slice(from, to) ?? this.#engine.text(from, to);
  }

  free(): void {
    this.#engine.free();
  }
}

/** How many numbers of an ascending list are at most `limit`. */
function countUpTo(list: Uint32Array, limit: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function totalsOf(text: string, { ids }: EncodedTokens): Totals {
  let bytes = 0;
  let characters = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    characters++;
  }
  return { bytes, characters, units: text.length, tokens: ids.length };
}
