import { BpeekError } from '../errors.ts';
import { encodings } from './catalogue.ts';

/** How OpenAI's models are named that use an encoding; what follows is a size or a date. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^gpt-oss\b/, 'o200k_harmony'],
  [/^(gpt-5|gpt-4\.[15]|gpt-4o|chatgpt-4o|o[134])(?![0-9a-z])/, 'o200k_base'],
  [
    /^(gpt-4|gpt-3\.?5|text-embedding-(ada-002|3)|(davinci|babbage)-002)(?![0-9a-z.])/,
    'cl100k_base',
  ],
  [/^(text|code)-davinci-edit-/, 'p50k_edit'],
  [/^(text-davinci-00[23]|code-(davinci|cushman)-00[12]|(davinci|cushman)-codex)$/, 'p50k_base'],
  [/^(text-)?(davinci|curie|babbage|ada)(-001)?$/, 'r50k_base'],
  [/^(text|code)-(similarity|search)-[a-z-]+-001$/, 'r50k_base'],
  [/^gpt-?2$/, 'gpt2'],
];

/**
 * The name of the encoding that a model uses: `encodingForModel('gpt-4o-mini')` is `'o200k_base'`.
 * Models that were fine-tuned use that of their base model.
 * @throws {BpeekError} `unknown_encoding`.
 */
export function encodingForModel(model: string): string {
  const encoding = findEncodingForModel(model);
  if (encoding !== undefined) return encoding;
  throw new BpeekError(
    'unknown_encoding',
    `It is not known which encoding the model ${JSON.stringify(model)} uses. Name the encoding: ` +
      `${encodings.map(({ name }) => name).join(', ')}.`,
  );
}

export function findEncodingForModel(model: string): string | undefined {
  const name = model.replace(/^ft:/, '');
  const found = names.find(([pattern]) => pattern.test(name));
  return found?.[1] ?? encodings.find(({ models }) => models.split(', ').includes(name))?.name;
}
