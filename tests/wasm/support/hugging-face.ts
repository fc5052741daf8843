/** What npm's tokenizers says: Hugging Face's library, native. */
import { type Encoding, Tokenizer } from 'tokenizers';
import { packageVersion, remembered } from './remembered.ts';

export interface HuggingFaceTokenizer {
  /** Fails where tokenizers refuses the file. */
  load(): void;
  /** Added tokens are found, but none are put around a text. */
  encode(text: string): Promise<Uint32Array>;
  /** These work nothing out that they have said in an earlier run. */
  encodeAll(texts: readonly string[]): Promise<Uint32Array[]>;
  decodeAll(lists: readonly Uint32Array[]): Promise<string[]>;
}

const options = { addSpecialTokens: false };

export function huggingFace(json: string): HuggingFaceTokenizer {
  let loaded: Tokenizer | undefined;
  const load = () => {
    loaded ??= Tokenizer.fromString(json);
    return loaded;
  };
  const question = [packageVersion('tokenizers'), json];
  return {
    load,
    encode: async (text) => idsOf(await load().encode(text, null, options)),
    encodeAll: (texts) =>
      remembered(import.meta.url, [...question, 'ids', texts], async () =>
        (await load().encodeBatch([...texts], options)).map(idsOf),
      ),
    decodeAll: (lists) =>
      remembered(import.meta.url, [...question, 'texts', lists.map(String)], () =>
        load().decodeBatch(
          lists.map((ids) => [...ids]),
          false,
        ),
      ),
  };
}

const idsOf = (encoding: Encoding) => Uint32Array.from(encoding.getIds());
