// How a stretch of text is built from bytes: every merge of its pieces, one piece after
// the other, and why what is left stays apart. Positions are bytes of the stretch.
import type { Boundary, Explanation } from '../../../../wasm/index.ts';
import type { Ready } from '../tokenization.ts';
import { sequenceLength } from '../utf8.ts';
import { isPiece, type Unit } from './units.ts';

/** A symbol: a token, or a character that is none yet and has no id. */
export interface Span {
  readonly begin: number;
  readonly end: number;
  readonly id: number | undefined;
}

export interface Step {
  readonly begin: number;
  /** Where the left of the two ends and the right one begins. */
  readonly middle: number;
  readonly end: number;
  readonly result: number;
  readonly rank: number;
}

/** A character of the stretch; of bytes that are no character, each stands for itself. */
export interface Character {
  readonly begin: number;
  readonly end: number;
  /** Undefined for a byte that is no part of a character. */
  readonly text: string | undefined;
}

/** A piece of the stretch, or a stretch of a piece. */
export interface Part {
  readonly begin: number;
  readonly end: number;
  readonly unit: Unit;
  /** Whether it is a special token, put in by name. */
  readonly isSpecial: boolean;
  /** The token that the piece is taken for, without any merge. */
  readonly wholePiece: number | undefined;
  /** What encoding makes of it in the text. */
  readonly tokens: readonly Span[];
  /** Whether merging this part alone leads to the same tokens. */
  readonly agrees: boolean;
  readonly boundaries: readonly Boundary[];
  /** Its steps: the first, and the one after the last. */
  readonly firstStep: number;
  readonly endStep: number;
}

export interface Build {
  readonly bytes: Uint8Array;
  readonly characters: readonly Character[];
  readonly starts: readonly Span[];
  readonly steps: readonly Step[];
  readonly parts: readonly Part[];
}

export interface TooLong {
  readonly tooLong: number;
}

/** Bytes in the longest stretch whose steps can be looked at. */
export const BUILD_LIMIT = 256;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A whole character of well-formed UTF-8, if there is one. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

export function charactersOf(bytes: Uint8Array): Character[] {
  const characters: Character[] = [];
  for (let begin = 0; begin < bytes.length; ) {
    const length = Math.max(1, sequenceLength(bytes[begin] ?? 0));
    const text =
      begin + length <= bytes.length ? decoded(bytes.subarray(begin, begin + length)) : undefined;
    const end = text === undefined ? begin + 1 : begin + length;
    characters.push({ begin, end, text });
    begin = end;
  }
  return characters;
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The tokens of a unit, with their places from `begin` on. */
function tokensOf({ tokens, encoding }: Ready, unit: Unit, begin: number): Span[] {
  let at = begin;
  return Array.from(tokens.ids.subarray(unit.firstToken, unit.endToken), (id) => {
    const from = at;
    at += encoding.vocabulary.bytes(id).length;
    return { begin: from, end: at, id };
  });
}

/** Whether the tokens that merging ends with, byte fallback applied, are those of the text. */
function leadsTo(tokens: readonly Span[], ends: Explanation['tokens'], begin: number): boolean {
  let next = 0;
  for (const { id, begin: from, end } of ends) {
    if (id !== undefined) {
      if (tokens[next]?.id !== id) return false;
      next++;
    } else {
      // A character that is no token has become one token a byte.
      for (let at = from; at < end; at++, next++) {
        if (tokens[next]?.begin !== begin + at) return false;
      }
    }
  }
  return next === tokens.length;
}

function shifted(boundary: Boundary, begin: number, firstStep: number): Boundary {
  const at = boundary.at + begin;
  if (boundary.reason !== 'lost') return { ...boundary, at };
  const { lost, winner } = boundary;
  return { ...boundary, at, lost: { ...lost, at: lost.at + begin }, winner: winner + firstStep };
}

/** The bytes of a unit as encoding sees them, which may differ from those of the text. */
export const bytesOfUnit = ({ tokens, encoding }: Ready, unit: Unit): Uint8Array =>
  join(
    Array.from(tokens.ids.subarray(unit.firstToken, unit.endToken), (id) =>
      encoding.vocabulary.bytes(id),
    ),
  );

/** The steps of an explanation, as spans. */
function stepsOf({ starts, steps }: Explanation, begin: number): Step[] {
  const ends = new Map(starts.map((start) => [start.begin, start.end]));
  return steps.map(({ at, result, rank }) => {
    const middle = ends.get(at) ?? at;
    const end = ends.get(middle) ?? middle;
    ends.set(at, end);
    return { begin: begin + at, middle: begin + middle, end: begin + end, result, rank };
  });
}

export function build(ready: Ready, units: readonly Unit[]): Build | TooLong {
  const chunks = units.map((unit) => bytesOfUnit(ready, unit));
  const bytes = join(chunks);
  if (bytes.length > BUILD_LIMIT) return { tooLong: bytes.length };

  const starts: Span[] = [];
  const steps: Step[] = [];
  const parts: Part[] = [];
  let begin = 0;
  for (const [index, unit] of units.entries()) {
    const chunk = chunks[index] ?? new Uint8Array();
    const end = begin + chunk.length;
    const tokens = tokensOf(ready, unit, begin);
    const isSpecial = unit.kinds[0] === 'special';
    const firstStep = steps.length;
    const common = { begin, end, unit, tokens, firstStep };
    if (isSpecial) {
      starts.push(...tokens);
      parts.push({
        ...common,
        isSpecial,
        wholePiece: undefined,
        agrees: true,
        boundaries: [],
        endStep: firstStep,
      });
    } else {
      const explanation = ready.encoding.tokenizer.explain(chunk);
      const offset = begin;
      starts.push(
        ...explanation.starts.map((span) => ({
          id: span.id,
          begin: offset + span.begin,
          end: offset + span.end,
        })),
      );
      steps.push(...stepsOf(explanation, begin));
      const { wholePiece } = explanation;
      parts.push({
        ...common,
        isSpecial,
        wholePiece,
        agrees:
          leadsTo(tokens, explanation.tokens, begin) ||
          (isPiece(unit) && tokens.length === 1 && tokens[0]?.id === wholePiece),
        boundaries: explanation.boundaries.map((each) => shifted(each, offset, firstStep)),
        endStep: steps.length,
      });
    }
    begin = end;
  }
  return { bytes, characters: charactersOf(bytes), starts, steps, parts };
}

/** What the stretch is after this many steps. */
export function spansAfter(of: Build, count: number): Span[] {
  const made = new Map(of.starts.map((start) => [start.begin, start]));
  for (const { begin, middle, end, result } of of.steps.slice(0, count)) {
    made.delete(middle);
    made.set(begin, { begin, end, id: result });
  }
  return [...made.values()].sort((a, b) => a.begin - b.begin);
}
