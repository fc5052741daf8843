// A file as text: UTF-8 exactly, or a reason why not.
import { firstInvalidByte } from './utf8.ts';

export const FILE_LIMIT = 32_000_000;

export type FileProblem =
  | { kind: 'not-utf8'; file: string; offset: number; byte: number }
  | { kind: 'utf16'; file: string }
  | { kind: 'too-large'; file: string; size: number }
  | { kind: 'unreadable'; file: string; reason: string }
  | { kind: 'unreachable'; file: string };

/** Undefined where there is no network, or no such file. */
export async function fetchFile(url: URL): Promise<Blob | undefined> {
  try {
    const response = await fetch(url);
    return response.ok ? await response.blob() : undefined;
  } catch (error) {
    // How fetch says that it reached nobody.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

export type FileText = { text: string } | { problem: FileProblem };

/** UTF-16 opens with one of two byte order marks, neither of which is UTF-8. */
const isUtf16 = ([first, second]: Uint8Array) =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

export async function readText(file: File): Promise<FileText> {
  const { name, size } = file;
  if (size > FILE_LIMIT) return { problem: { kind: 'too-large', file: name, size } };
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: { kind: 'unreadable', file: name, reason } };
  }
  const offset = firstInvalidByte(bytes);
  if (offset >= 0) {
    return isUtf16(bytes)
      ? { problem: { kind: 'utf16', file: name } }
      : { problem: { kind: 'not-utf8', file: name, offset, byte: bytes[offset] ?? 0 } };
  }
  // A byte order mark is part of the text: it costs a token.
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}
