/** The lines for those who come from another tokenizer give what the other one gives. */
import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programOf, type Row, rowsUnder } from './support/migration.ts';
import { installedPackage, type Project } from './support/project.ts';

const peerFolders: Readonly<Record<string, string>> = {
  tiktoken: fileURLToPath(new URL('../../node_modules/tiktoken', import.meta.url)),
  // Installed by `npm run test:embed`.
  'gpt-tokenizer': fileURLToPath(new URL('./node_modules/gpt-tokenizer', import.meta.url)),
};

let project: Project;

beforeAll(async () => {
  ({ project } = await installedPackage());
  for (const [name, path] of Object.entries(peerFolders)) {
    if (existsSync(path)) await symlink(path, join(project.folder, 'node_modules', name));
  }
});
afterAll(() => project.remove());

async function resultsOf(name: string, column: readonly string[]): Promise<unknown[]> {
  await project.write({ [name]: programOf(column) });
  return JSON.parse(await project.node(name));
}

const column = (rows: readonly Row[], index: number) => rows.map((row) => row[index] ?? '');

test.each(Object.keys(peerFolders))('from %s', async (peer) => {
  const rows = await rowsUnder(`From ${peer}`);
  const ours = await resultsOf('ours.js', column(rows, 1));
  expect(rows.length).toBeGreaterThan(10);
  if (!existsSync(peerFolders[peer]!)) return;
  const theirs = await resultsOf('theirs.js', column(rows, 0));
  for (const [i, [code]] of rows.entries()) expect([code, ours[i]]).toEqual([code, theirs[i]]);
});

test('from minbpe', async () => {
  const rows = await rowsUnder('From minbpe');
  const results = await resultsOf('minbpe.js', column(rows, 1));
  const known = await resultsOf('known.js', column(rows, 2));
  const listed = rows.flatMap((row, i) => (row[2] ? [[row[1], results[i]]] : []));
  expect(listed).toEqual(rows.flatMap((row, i) => (row[2] ? [[row[1], known[i]]] : [])));
  expect(listed.length).toBe(9);
});

test('counting a chat, and decoding as ids arrive', async () => {
  const { lexer } = await import('marked');
  const { readFile } = await import('node:fs/promises');
  const file = new URL('../../web/docs/20-migration.md', import.meta.url);
  const blocks = lexer(await readFile(file, 'utf8')).filter(({ type }) => type === 'code');
  await project.write({
    'blocks.js': `
      import { Tokenizer } from 'bpeek';
      const tok = await Tokenizer.load('cl100k_base');
      ${blocks.map((block) => ('text' in block ? block.text : '')).join('\n')}
      const text = 'Tokens, 토큰 😀';
      const messages = [{ role: 'system', content: 'You are helpful.' }, { role: 'user', content: text }];
      console.log(JSON.stringify([
        [...tok.encode(text)].map(textOf).join(''),
        countChat(messages),
        messages.reduce((sum, { role, content }) => sum + tok.count(role + content), 0),
      ]));
    `,
  });
  const [decoded, chat] = JSON.parse(await project.node('blocks.js'));
  expect(decoded).toBe('Tokens, 토큰 😀');
  expect(chat).toBe(await chatByPeer());
});

/** What gpt-tokenizer counts, or where that is not installed, what it counted. */
async function chatByPeer(): Promise<number> {
  const known = 23;
  if (!existsSync(peerFolders['gpt-tokenizer']!)) return known;
  await project.write({
    'chat.js': `
      import { encodeChat } from 'gpt-tokenizer/model/gpt-4';
      const messages = [{ role: 'system', content: 'You are helpful.' }, { role: 'user', content: 'Tokens, 토큰 😀' }];
      console.log(encodeChat(messages).length);
    `,
  });
  const counted = Number(await project.node('chat.js'));
  expect(counted).toBe(known);
  return counted;
}
