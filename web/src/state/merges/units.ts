// A text as what can be chosen from it to see it merge: its pieces. A piece that is
// long, or the whole text where there is no split pattern, is cut into stretches.
import type { Ready } from '../tokenization.ts';
import { beginOf, endOf, tokenAt } from '../tokens.ts';
import { type Kinds, namerOf } from './groups.ts';

export interface Unit {
  /** Its place in the text, in units of UTF-16. */
  readonly from: number;
  readonly to: number;
  /** Its tokens: the first, and the one after the last. */
  readonly firstToken: number;
  readonly endToken: number;
  /** Whether it ends with a wall, across which nothing merges; so with its beginning. */
  readonly beginsPiece: boolean;
  readonly endsPiece: boolean;
  readonly kinds: Kinds;
}

/** Bytes in the longest piece that is not cut. */
const PIECE_LIMIT = 256;
/** Units of UTF-16 in a stretch in which no word begins, but for its last token. */
export const BLOCK = 40;

/** The first of `ends` that is not before a position. */
function firstNotBefore(ends: Uint32Array, position: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) >= position) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Piece {
  from: number;
  to: number;
  firstToken: number;
  endToken: number;
}

/** The piece that holds a token: all tokens that end in it, those of no width at its end too. */
function pieceOf({ tokens }: Ready, index: number): Piece {
  const { ends, pieceEnds } = tokens;
  const number = firstNotBefore(pieceEnds, endOf(tokens, index));
  const before = number === 0 ? -1 : (pieceEnds[number - 1] ?? 0);
  const to = pieceEnds[number] ?? 0;
  const firstToken = firstNotBefore(ends, before + 1);
  return {
    from: beginOf(tokens, firstToken),
    to,
    firstToken,
    endToken: firstNotBefore(ends, to + 1),
  };
}

const LINE_FEED = 0x0a;
const SPACE = 0x20;

/** Whether a stretch may begin with this token: it begins a word or a line. */
function beginsWord({ tokens, encoding }: Ready, index: number): boolean {
  const [first] = encoding.vocabulary.bytes(tokens.ids[index] ?? 0);
  return first === SPACE || first === LINE_FEED;
}

/**
 * Whether a piece that is cut is cut before this token, not its first: a word begins with it, or
 * it is the first of a block. No character is cut in two.
 */
function isCut(ready: Ready, { firstToken }: Piece, index: number): boolean {
  const { tokens } = ready;
  const { ids } = tokens;
  const { startsInsideCharacter } = ready.encoding.vocabulary;
  if (startsInsideCharacter(ids[index] ?? 0)) return false;
  if (beginsWord(ready, index)) return true;
  let before = index - 1;
  while (before > firstToken && startsInsideCharacter(ids[before] ?? 0)) before--;
  const blockOf = (i: number) => Math.floor(beginOf(tokens, i) / BLOCK);
  return blockOf(before) !== blockOf(index);
}

function isCutUp({ tokens, encoding }: Ready, { from, to, firstToken, endToken }: Piece): boolean {
  if (encoding.tokenizer.pattern === '') return true;
  // A unit of UTF-16 is three bytes at most.
  if (3 * (to - from) <= PIECE_LIMIT) return false;
  let bytes = 0;
  for (let i = firstToken; i < endToken && bytes <= PIECE_LIMIT; i++) {
    bytes += encoding.vocabulary.bytes(tokens.ids[i] ?? 0).length;
  }
  return bytes > PIECE_LIMIT;
}

/** What can be chosen at a token: its piece, or its stretch of one. */
export function unitOf(ready: Ready, index: number): Unit {
  const { text, tokens, encoding } = ready;
  const piece = pieceOf(ready, index);
  let { firstToken, endToken } = piece;
  if (isCutUp(ready, piece)) {
    firstToken = index;
    while (firstToken > piece.firstToken && !isCut(ready, piece, firstToken)) firstToken--;
    endToken = index + 1;
    while (endToken < piece.endToken && !isCut(ready, piece, endToken)) endToken++;
  }
  const from = beginOf(tokens, firstToken);
  const to = endOf(tokens, endToken - 1);
  const beginsPiece = firstToken === piece.firstToken;
  const endsPiece = endToken === piece.endToken;
  const isSpecial = encoding.vocabulary.isSpecial(tokens.ids[firstToken] ?? 0);
  const kinds: Kinds = isSpecial
    ? ['special']
    : namer(encoding.tokenizer.pattern)(text.slice(from, to));
  return { from, to, firstToken, endToken, beginsPiece, endsPiece, kinds };
}

export const isPiece = ({ beginsPiece, endsPiece }: Unit) => beginsPiece && endsPiece;

let lastNamer: { pattern: string; name: (piece: string) => Kinds } | undefined;

/** Made once for a pattern, of which one or two are in use at a time. */
function namer(pattern: string) {
  if (lastNamer?.pattern !== pattern) lastNamer = { pattern, name: namerOf(pattern) };
  return lastNamer.name;
}

/** The units that lie in a stretch of the text, or reach into it. */
export function unitsIn(ready: Ready, from: number, to: number): Unit[] {
  const { tokens } = ready;
  const units: Unit[] = [];
  // The first may have no width, where encoding puts a space before the text.
  let index = from === 0 ? 0 : tokenAt(tokens, from);
  while (index < tokens.ids.length && (beginOf(tokens, index) < to || index === 0)) {
    const unit = unitOf(ready, index);
    units.push(unit);
    index = unit.endToken;
  }
  return units;
}
