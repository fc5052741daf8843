import type { Abi, ModelParts } from './abi.ts';
import type { Address } from './abi-layout.ts';
import { BpeekError } from './errors.ts';
import type { Encoding } from './normalizing.ts';
import { type Normalization, normalizations } from './parts.ts';
import { type SpecialTokenIds, specialTokensOf } from './special-tokens.ts';

/** What a .tiktoken file leaves open, since it has only tokens. */
export interface ModelExtras {
  /** The split pattern; without it, the whole text is one piece. */
  readonly pattern?: string | undefined;
  /** Special tokens and their ids. */
  readonly specialTokens?: SpecialTokenIds | undefined;
  /** The normal form of Unicode that texts are brought into first; without it, none. */
  readonly normalization?: Normalization | undefined;
}

/** A model in the engine, with what JavaScript wants to know about it. */
export interface Model extends ModelParts {
  readonly abi: Abi;
  readonly address: Address;
  readonly encoding: Encoding;
}

type Format = 'bpeek' | 'tiktoken' | 'minbpe' | 'tokenizer.json' | 'SentencePiece';

/** Reads a model file of any format that bpeek knows, which its bytes tell. */
export async function readModel(abi: Abi, file: Uint8Array, extras: ModelExtras): Promise<Model> {
  const address = await parse(abi, file, formatOf(file), extras);
  const parts = abi.modelParts(address);
  return { abi, address, encoding: await encodingOf(abi, parts), ...parts };
}

async function encodingOf(abi: Abi, { normalization, specials }: ModelParts): Promise<Encoding> {
  if (!normalization) return abi;
  const { NormalizingEncoding } = await import('./normalizing.ts');
  return new NormalizingEncoding(abi, normalization, specials);
}

/** How files begin. A .tiktoken file does with a line of a token in base64 and its rank. */
const bpeekStart = [0x8b, 0x62, 0x70, 0x6b];
const tiktokenStart = /^[\r\n]*[A-Za-z0-9+/]+={0,2} [0-9]+(\r?\n|$)/;
const minbpeStart = /^minbpe /;
/** With or without a byte order mark. */
const jsonStart = /^(\xef\xbb\xbf)?[\t\n\r ]*[[{"]/;
/** The first field of a SentencePiece model is a piece, whose first field is its text. */
const sentencePieceStart = /^\n[\s\S]\n/;

function formatOf(file: Uint8Array): Format {
  const beginning = String.fromCharCode(...file.subarray(0, 1024));
  if (bpeekStart.every((byte, i) => file[i] === byte)) return 'bpeek';
  if (tiktokenStart.test(beginning)) return 'tiktoken';
  if (minbpeStart.test(beginning)) return 'minbpe';
  if (jsonStart.test(beginning)) return 'tokenizer.json';
  if (sentencePieceStart.test(beginning)) return 'SentencePiece';
  throw new BpeekError(
    'damaged_file',
    'This is no model file that bpeek reads: no .bpeek, .tiktoken, tokenizer.json, SentencePiece ' +
      'or minbpe .model file.',
    { offset: 0 },
  );
}

async function parse(
  abi: Abi,
  file: Uint8Array,
  format: Format,
  extras: ModelExtras,
): Promise<Address> {
  if (format === 'tiktoken') {
    const { pattern = '', specialTokens = {}, normalization } = extras;
    checkNormalization(normalization);
    return abi.loadTiktoken(file, pattern, specialTokensOf(specialTokens), normalization);
  }
  refuseExtras(extras, `A ${format} file`);
  if (format === 'bpeek') return abi.loadBpeek(file);
  if (format === 'minbpe') return abi.loadMinbpe(file);
  // Further formats are seldom needed, and come in files of their own.
  if (format === 'SentencePiece') {
    const { readSentencePiece } = await import('./formats/sentencepiece.ts');
    return abi.buildModel(readSentencePiece(file));
  }
  const { readTokenizerJson } = await import('./formats/tokenizer-json.ts');
  return readTokenizerJson(abi, file);
}

function checkNormalization(normalization: Normalization | undefined): void {
  if (normalizations.includes(normalization)) return;
  const forms = normalizations.slice(1).join(', ');
  throw new BpeekError('bad_argument', `normalization must be one of ${forms}.`);
}

/** Refuses pattern and special tokens for something that has them already. */
export function refuseExtras(
  { pattern, specialTokens, normalization }: ModelExtras,
  what: string,
): void {
  if ([pattern, specialTokens, normalization].every((extra) => extra === undefined)) return;
  throw new BpeekError(
    'bad_argument',
    `${what} has a pattern and special tokens of its own; leave these options out.`,
  );
}
