/** SentencePiece models for tests, and a slow encoder that does just what their rule says. */
import { PbfWriter } from 'pbf';
import { byteFallbackTokens, type ToyModel } from './toy-bpe.ts';

export const pieceType = {
  normal: 1,
  unknown: 2,
  control: 3,
  userDefined: 4,
  unused: 5,
  byte: 6,
} as const;

export interface Piece {
  readonly text: string;
  readonly score: number;
  readonly type: number;
}

export interface ModelOptions {
  readonly modelType?: number;
  readonly byteFallback?: boolean;
  readonly whitespaceAsSuffix?: boolean;
  readonly charsmap?: Uint8Array;
  readonly normalizer?: string;
  readonly addDummyPrefix?: boolean;
  readonly removeExtraWhitespaces?: boolean;
  readonly escapeWhitespaces?: boolean;
  readonly denormalizer?: Uint8Array;
  readonly parts?: readonly ('pieces' | 'trainer' | 'normalizer')[];
}

export function sentencePieceFile(
  pieces: readonly Piece[],
  options: ModelOptions = {},
): Uint8Array<ArrayBuffer> {
  const { parts = ['pieces', 'trainer', 'normalizer'] } = options;
  const writer = new PbfWriter();
  if (parts.includes('pieces'))
    for (const piece of pieces) writer.writeMessage(1, writePiece, piece);
  if (parts.includes('trainer')) writer.writeMessage(2, writeTrainer, options);
  if (parts.includes('normalizer')) writer.writeMessage(3, writeNormalizer, options);
  if (options.denormalizer) {
    writer.writeMessage(
      5,
      (charsmap, inner) => inner.writeBytesField(2, charsmap),
      options.denormalizer,
    );
  }
  return new Uint8Array(writer.finish());
}

function writePiece({ text, score, type }: Piece, writer: PbfWriter): void {
  writer.writeStringField(1, text);
  writer.writeFloatField(2, score);
  if (type !== pieceType.normal) writer.writeVarintField(3, type);
}

function writeTrainer(options: ModelOptions, writer: PbfWriter): void {
  writer.writeStringField(1, 'some corpus, which nobody reads');
  if (options.modelType !== 1) writer.writeVarintField(3, options.modelType ?? 2);
  writer.writeFloatField(10, 0.9995);
  if (options.whitespaceAsSuffix) writer.writeBooleanField(24, true);
  writer.writeBooleanField(35, options.byteFallback ?? true);
}

function writeNormalizer(options: ModelOptions, writer: PbfWriter): void {
  writer.writeStringField(1, options.normalizer ?? 'identity');
  writer.writeBytesField(2, options.charsmap ?? new Uint8Array(0));
  writer.writeBooleanField(3, options.addDummyPrefix ?? true);
  writer.writeBooleanField(4, options.removeExtraWhitespaces ?? false);
  writer.writeBooleanField(5, options.escapeWhitespaces ?? true);
}

/** Pieces in the order of Llama's: special ones, bytes, those that merges make, characters. */
export function piecesOf({ vocab, merges }: ToyModel): Piece[] {
  const made = merges.map((pair) => pair.join(''));
  const special = ['<unk>', '<s>', '</s>'];
  const first = new Set([...special, ...byteFallbackTokens, ...made]);
  const characters = Object.keys(vocab).filter((name) => !first.has(name));
  return [...first, ...characters].map((text, id) => ({
    text,
    score: id < 259 ? 0 : 258 - id,
    type:
      id === 0
        ? pieceType.unknown
        : id < 3
          ? pieceType.control
          : id < 259
            ? pieceType.byte
            : pieceType.normal,
  }));
}

/** Merges the pair with the best score, of equals the leftmost, until no pair is a piece. */
export function encodeNaively(
  pieces: readonly Piece[],
  text: string,
  addDummyPrefix: boolean,
): number[] {
  if (text === '') return [];
  const ids = new Map(
    pieces.map(({ text, type }, id) => [type === pieceType.normal ? text : '', id]),
  );
  ids.delete('');
  const written = (addDummyPrefix ? ' ' : '') + text;
  const symbols = Array.from(written.replaceAll(' ', '\u2581'));
  for (;;) {
    let best = -1;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let i = 0; i + 1 < symbols.length; i++) {
      const id = ids.get(symbols[i]! + symbols[i + 1]!);
      if (id !== undefined && pieces[id]!.score > bestScore) {
        best = i;
        bestScore = pieces[id]!.score;
      }
    }
    if (best < 0) break;
    symbols.splice(best, 2, symbols[best]! + symbols[best + 1]!);
  }
  const byteOf = new Map(pieces.map(({ text }, id) => [text, id]));
  return symbols.flatMap((symbol) => {
    const id = ids.get(symbol);
    if (id !== undefined) return [id];
    return Array.from(Buffer.from(symbol), (byte) => byteOf.get(byteFallbackTokens[byte]!)!);
  });
}
