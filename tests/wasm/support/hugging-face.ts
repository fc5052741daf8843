/** What npm's tokenizers says: Hugging Face's library, native. */
import { Tokenizer as HuggingFace } from 'tokenizers';

export interface HuggingFaceTokenizer {
  /** Added tokens are found, but none are put around a text. */
  encode(text: string): Promise<number[]>;
  encodeAll(texts: readonly string[]): Promise<number[][]>;
  decode(ids: readonly number[]): Promise<string>;
}

const options = { addSpecialTokens: false };

export function huggingFace(json: string): HuggingFaceTokenizer {
  const tokenizer = HuggingFace.fromString(json);
  return {
    encode: async (text) => (await tokenizer.encode(text, null, options)).getIds(),
    encodeAll: async (texts) =>
      (await tokenizer.encodeBatch([...texts], options)).map((encoding) => encoding.getIds()),
    decode: (ids) => tokenizer.decode([...ids], false),
  };
}
