import { PbfReader } from 'pbf';
import { BpeekError } from '../errors.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const wire = { varint: 0, bytes: 2, fixed32: 5 } as const;

/**
 * Reads a file of Protocol Buffers with npm's pbf, and makes sure that nothing reaches beyond the
 * end of its message.
 */
export class Protobuf {
  readonly #reader: PbfReader;
  readonly #size: number;

  constructor(file: Uint8Array) {
    this.#reader = new PbfReader(file);
    this.#size = file.length;
  }

  /** Calls `onField` with the number of each field of the whole file; it may read the value. */
  fields(onField: (field: number) => void): void {
    this.#fieldsUntil(this.#size, onField);
  }

  /** The same for a message that is the present field's value. */
  message(onField: (field: number) => void): void {
    this.#expect(wire.bytes);
    this.#fieldsUntil(this.#end(), onField);
  }

  number(): number {
    this.#expect(wire.varint);
    return this.#read(() => this.#reader.readVarint());
  }

  flag(): boolean {
    return this.number() !== 0;
  }

  float(): number {
    this.#expect(wire.fixed32);
    if (this.#reader.pos + 4 > this.#size) throw this.#cutShort();
    return this.#reader.readFloat();
  }

  bytes(): Uint8Array {
    this.#expect(wire.bytes);
    const end = this.#end();
    const bytes = this.#reader.buf.subarray(this.#reader.pos, end);
    this.#reader.pos = end;
    return bytes;
  }

  text(): string {
    const at = this.#reader.pos;
    try {
      return utf8.decode(this.bytes());
    } catch (cause) {
      if (cause instanceof BpeekError) throw cause;
      throw this.#damaged(`has text that is no UTF-8 at byte ${at}`, at);
    }
  }

  /** For a file that ends before it has all that it should. */
  missing(what: string): BpeekError {
    return this.#damaged(
      `ends after ${this.#size} bytes without ${what}: it is cut short, or another kind of file`,
      this.#size,
    );
  }

  #fieldsUntil(end: number, onField: (field: number) => void): void {
    for (;;) {
      const at = this.#reader.pos;
      // Goes over the value before, if nobody has read it.
      const field = this.#read(() => this.#reader.nextField(end));
      if (this.#reader.pos > end) throw this.#overrun(at);
      if (field === 0 && this.#reader.pos === end) return;
      if (field === 0) throw this.#damaged(`makes no sense at byte ${at}`, at);
      onField(field);
      if (this.#reader.pos > end) throw this.#overrun(at);
    }
  }

  /** Where the value of so many bytes ends that begins here. */
  #end(): number {
    const length = this.#read(() => this.#reader.readVarint());
    const end = this.#reader.pos + length;
    if (end > this.#size) throw this.#cutShort();
    return end;
  }

  #read(read: () => number): number {
    const at = this.#reader.pos;
    let value: number;
    try {
      value = read();
    } catch (cause) {
      if (this.#reader.pos > this.#size) throw this.#cutShort();
      throw this.#damaged(`makes no sense at byte ${at}`, at, cause);
    }
    if (this.#reader.pos > this.#size) throw this.#cutShort();
    return value;
  }

  #expect(type: number): void {
    const at = this.#reader.pos;
    if (this.#reader.type !== type) throw this.#damaged(`makes no sense at byte ${at}`, at);
  }

  #overrun(at: number): BpeekError {
    return this.#reader.pos > this.#size
      ? this.#cutShort()
      : this.#damaged(`makes no sense at byte ${at}`, at);
  }

  #cutShort(): BpeekError {
    return this.#damaged(
      `is cut short: it ends after ${this.#size} bytes, in the middle of a value`,
      this.#size,
    );
  }

  #damaged(what: string, offset: number, cause?: unknown): BpeekError {
    return new BpeekError('damaged_file', `The SentencePiece model ${what}.`, { offset, cause });
  }
}
