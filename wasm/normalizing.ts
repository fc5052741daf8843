import type { Abi, EncodedTokens, OffsetUnit } from './abi.ts';
import type { Address } from './abi-layout.ts';
import { BpeekError } from './errors.ts';
import { normalize, placesAsWritten } from './normal-text.ts';
import type { Normalization, SpecialToken } from './parts.ts';
import { modes, type SpecialPolicy } from './special.ts';

/** What turns text into tokens, given the address of an encoder: the engine, or what stands before it. */
export type Encoding = Pick<Abi, 'encode' | 'tokens' | 'count'>;

/** A special token that was found before normalizing, or the text between two. */
type Run =
  | { readonly begin: number; readonly end: number; readonly id: number }
  | { readonly begin: number; readonly written: Uint8Array };

/** Special tokens that are looked for in the text as written. */
interface Candidate {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly id: number;
  readonly always: boolean;
}

const utf8 = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Encodes as the engine does, for a model that wants a normal form of Unicode: JavaScript brings
 * text into it. Places are told in the text as it was written.
 */
export class NormalizingEncoding implements Encoding {
  readonly #abi: Abi;
  readonly #form: Normalization;
  /** By their first bytes, longest first. */
  readonly #candidates = new Map<number, Candidate[]>();
  /** Ids of the special tokens that the engine looks for, in normal text. */
  readonly #inNormalText: ReadonlySet<number>;

  constructor(abi: Abi, form: Normalization, specialTokens: readonly SpecialToken[]) {
    this.#abi = abi;
    this.#form = form;
    this.#inNormalText = new Set(
      specialTokens.filter(({ asWritten }) => !asWritten).map(({ id }) => id),
    );
    const asWritten = specialTokens.filter((special) => special.asWritten);
    for (const { text, id, always } of asWritten) {
      const bytes = utf8.encode(text);
      const [first = 0] = bytes;
      const alike = this.#candidates.get(first) ?? [];
      alike.push({ text, bytes, id, always });
      alike.sort((a, b) => b.bytes.length - a.bytes.length);
      this.#candidates.set(first, alike);
    }
  }

  /** Whether the engine may have a text as it is. */
  #isNormal(text: string | Uint8Array): boolean {
    if (typeof text === 'string') return text.normalize(this.#form) === text;
    return normalize(text, this.#form).changes.length === 0;
  }

  encode(
    encoder: Address,
    text: string | Uint8Array,
    policy: SpecialPolicy,
  ): Uint32Array<ArrayBuffer> {
    if (this.#isNormal(text)) return this.#abi.encode(encoder, text, policy);
    const inside = this.#policyInside(policy);
    const parts = this.#runs(text, policy).map((run) => {
      if ('id' in run) return Uint32Array.of(run.id);
      const normal = this.#normalBytes(text, run.written);
      return this.#inPlace(text, run, () => this.#abi.encode(encoder, normal, inside));
    });
    return concat(parts);
  }

  tokens(encoder: Address, text: string, policy: SpecialPolicy, unit: OffsetUnit): EncodedTokens {
    if (this.#isNormal(text)) return this.#abi.tokens(encoder, text, policy, unit);
    const inside = this.#policyInside(policy);
    const parts = this.#runs(text, policy).map((run) => {
      if ('id' in run) {
        const end = Uint32Array.of(run.end);
        return {
          ids: Uint32Array.of(run.id),
          begins: Uint32Array.of(run.begin),
          ends: end,
          pieceEnds: end,
        };
      }
      const { begin, written } = run;
      const normal = normalize(written, this.#form);
      const tokens = this.#inPlace(text, run, () =>
        this.#abi.tokens(encoder, normal.bytes, inside, 'bytes'),
      );
      const places = (list: Uint32Array) =>
        placesAsWritten(normal, list).map((place) => place + begin);
      return {
        ids: tokens.ids,
        begins: places(tokens.begins),
        ends: places(tokens.ends),
        pieceEnds: places(tokens.pieceEnds),
      };
    });
    const inUnit = (lists: Uint32Array[]) => {
      const places = concat(lists);
      return unit === 'utf16' ? toUtf16(utf8.encode(text), places) : places;
    };
    return {
      ids: concat(parts.map(({ ids }) => ids)),
      begins: inUnit(parts.map(({ begins }) => begins)),
      ends: inUnit(parts.map(({ ends }) => ends)),
      // Pieces of which nothing can be told apart in the text as written are one.
      pieceEnds: inUnit(parts.map(({ pieceEnds }) => pieceEnds)).filter(
        (end, i, ends) => end !== ends[i + 1],
      ),
    };
  }

  count(encoder: Address, text: string, policy: SpecialPolicy): number {
    if (this.#isNormal(text)) return this.#abi.count(encoder, text, policy);
    const inside = this.#policyInside(policy);
    let count = 0;
    for (const run of this.#runs(text, policy)) {
      if ('id' in run) {
        count++;
        continue;
      }
      const normal = this.#normalBytes(text, run.written);
      count += this.#inPlace(text, run, () => this.#abi.count(encoder, normal, inside));
    }
    return count;
  }

  /** Normal text, for those who need not know how it lies in the text as written. */
  #normalBytes(text: string | Uint8Array, written: Uint8Array): Uint8Array {
    if (typeof text !== 'string') return normalize(written, this.#form).bytes;
    return utf8.encode(decoder.decode(written).normalize(this.#form));
  }

  /** The policy for normal text, where special tokens count that are looked for in that only. */
  #policyInside({ mode, parsed }: SpecialPolicy): SpecialPolicy {
    if (mode === modes.parse) {
      return { mode: modes.literal, parsed: Uint32Array.from(this.#inNormalText) };
    }
    return { mode, parsed: parsed.filter((id) => this.#inNormalText.has(id)) };
  }

  #runs(text: string | Uint8Array, policy: SpecialPolicy): Run[] {
    const bytes = typeof text === 'string' ? utf8.encode(text) : text;
    const runs: Run[] = [];
    const parsed = new Set(policy.parsed);
    let begin = 0;
    const textTo = (end: number) => {
      if (begin === end) return;
      runs.push({ begin, written: bytes.subarray(begin, end) });
    };
    for (let at = 0; at < bytes.length; ) {
      const found = this.#candidateAt(bytes, at, policy, parsed);
      if (!found) {
        at++;
        continue;
      }
      const becomesItsId = found.always || policy.mode === modes.parse || parsed.has(found.id);
      if (!becomesItsId) throw specialError(text, bytes, found.text, at);
      textTo(at);
      begin = at + found.bytes.length;
      runs.push({ begin: at, end: begin, id: found.id });
      at = begin;
    }
    textTo(bytes.length);
    return runs;
  }

  /** The longest special token here that is more than text. */
  #candidateAt(
    bytes: Uint8Array,
    at: number,
    policy: SpecialPolicy,
    parsed: ReadonlySet<number>,
  ): Candidate | undefined {
    const candidates = this.#candidates.get(bytes[at] ?? 0);
    return candidates?.find(
      (candidate) =>
        (policy.mode !== modes.literal || candidate.always || parsed.has(candidate.id)) &&
        candidate.bytes.every((byte, i) => bytes[at + i] === byte),
    );
  }

  /** Runs a call for one run; a place in its error becomes one in the whole text. */
  #inPlace<T>(
    text: string | Uint8Array,
    { begin, written }: { readonly begin: number; readonly written: Uint8Array },
    call: () => T,
  ): T {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof BpeekError) || error.offset === undefined) throw error;
      const normal = normalize(written, this.#form);
      const [place = 0] = placesAsWritten(normal, Uint32Array.of(error.offset));
      const { what, offset } = placeIn(text, begin + place);
      const message = error.message.replace(`at byte ${error.offset}`, what);
      throw new BpeekError(error.code, message, { offset });
    }
  }
}

function specialError(
  text: string | Uint8Array,
  bytes: Uint8Array,
  special: string,
  at: number,
): BpeekError {
  const { what, offset } = placeIn(typeof text === 'string' ? text : bytes, at);
  return new BpeekError(
    'special_token',
    `The text holds the special token ${special} ${what}; parse it, or take it as text.`,
    { offset },
  );
}

/** A place given in bytes, as it is told for this kind of text. */
function placeIn(
  text: string | Uint8Array,
  byte: number,
): { readonly what: string; readonly offset: number } {
  if (typeof text !== 'string') return { what: `at byte ${byte}`, offset: byte };
  const [offset = 0] = toUtf16(utf8.encode(text), Uint32Array.of(byte));
  return { what: `at position ${offset}`, offset };
}

/**
 * Turns places in well-formed UTF-8, in ascending order, from bytes to UTF-16 units. A place
 * inside of a character becomes that character's end.
 */
function toUtf16(bytes: Uint8Array, places: Uint32Array): Uint32Array<ArrayBuffer> {
  let at = 0;
  let units = 0;
  return Uint32Array.from(places, (place) => {
    for (; at < place; at++) {
      const byte = bytes[at] ?? 0;
      if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
    }
    return units;
  });
}

function concat(lists: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}
