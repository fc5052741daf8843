// Whether a file that was opened is an encoding rather than a text, by its name and how it begins.
import { firstInvalidByte } from '../utf8.ts';

/** As much of a file as is looked at. */
const HEAD = 65_536;

const BPEEK = [0x8b, 0x62, 0x70, 0x6b];
const MINBPE = /^minbpe v1\r?\n/;
/** Lines of a token in base64 and its rank. */
const TIKTOKEN = /^[\r\n]*([A-Za-z0-9+/]+={0,2} [0-9]+(\r?\n|$)){2}/;
const SENTENCE_PIECE = /^\n[\s\S]\n/;
/** A tokenizer.json has a model, and it has a vocabulary. */
const TOKENIZER_JSON = /^(\xef\xbb\xbf)?\s*\{[\s\S]*"(added_tokens|pre_tokenizer|model)"\s*:/;

export type ModelFile =
  | { kind: 'complete' }
  /** It has only tokens: the split pattern has to be told. */
  | { kind: 'without-pattern' };

/** Undefined for what is to be read as text. */
export function modelFileIn(name: string, bytes: Uint8Array): ModelFile | undefined {
  const head = latin1(bytes.subarray(0, HEAD));
  if (name.endsWith('.tiktoken') || (name.endsWith('.bpe') && TIKTOKEN.test(head))) {
    return { kind: 'without-pattern' };
  }
  if (BPEEK.every((byte, i) => bytes[i] === byte) || name.endsWith('.bpeek')) {
    return { kind: 'complete' };
  }
  if (MINBPE.test(head)) return { kind: 'complete' };
  // Its numbers are no text; a text may begin in the same way.
  if (SENTENCE_PIECE.test(head) && isBinary(bytes)) return { kind: 'complete' };
  const isJson = name.endsWith('.json') && TOKENIZER_JSON.test(head);
  return isJson && /"vocab"\s*:/.test(latin1(bytes)) ? { kind: 'complete' } : undefined;
}

const isBinary = (bytes: Uint8Array) =>
  firstInvalidByte(bytes.subarray(0, HEAD)) >= 0 || bytes.subarray(0, HEAD).includes(0);

const decoder = new TextDecoder('latin1');

/** Byte by byte, for bytes that need be no text. */
const latin1 = (bytes: Uint8Array) => decoder.decode(bytes);
