/** Which encoding a model uses, beside tiktoken's own list. */
import models from 'tiktoken/model_to_encoding.json' with { type: 'json' };
import { expect, test } from 'vitest';
import { encodingForModel, encodings, Tokenizer, version } from '../../wasm/index.ts';
import './support/dist.ts';

test('every model that tiktoken knows', () => {
  const ours = Object.keys(models).map((model) => [model, encodingForModel(model)]);
  expect(Object.fromEntries(ours)).toEqual(models);
  expect(ours.length).toBeGreaterThan(80);
});

test('every model of the catalogue', () => {
  for (const { name, models } of encodings) {
    for (const model of models.split(', '))
      expect([model, encodingForModel(model)]).toEqual([model, name]);
  }
});

test.each([
  ['gpt-5.1', 'o200k_base'],
  ['gpt-5-pro-2025-10-06', 'o200k_base'],
  ['ft:gpt-4o-mini-2024-07-18:school::abc', 'o200k_base'],
  ['ft:gpt-3.5-turbo:school', 'cl100k_base'],
  ['gpt-oss-20b', 'o200k_harmony'],
  ['Llama 3.1', 'llama3'],
])('%s uses %s', (model, encoding) => {
  expect(encodingForModel(model)).toBe(encoding);
});

test.each(['', 'gpt-6', 'gpt-4.7', 'gpt-50', 'o1x', 'text-davinci-004', 'adam'])(
  '%j is not known',
  (model) => {
    expect(() => encodingForModel(model)).toThrow(
      expect.objectContaining({
        code: 'unknown_encoding',
        message: expect.stringContaining('o200k_base'),
      }),
    );
  },
);

test('a model in the place of an encoding gets the right advice', async () => {
  await expect(Tokenizer.load('gpt-4o-mini')).rejects.toThrow(
    'The model gpt-4o-mini uses the encoding o200k_base.',
  );
});

test('the version', () => {
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
});
