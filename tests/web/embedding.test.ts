/** The iframe and its messages, the code that the page gives to embed itself, and what is said of it. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributes } from '../../web/src/widget/attribute-docs.ts';
import { attributeNames } from '../../web/src/widget/attributes.ts';
import { pasteText, picker, untilCounted, useBrowser } from './support/browser.ts';
import { type Host, startHost } from './support/host.ts';

const browser = useBrowser();

// Other people's pages are on another origin than the frame.
let frames: Host;
let host: Host;
const pages: Record<string, { html: string }> = {};

beforeAll(async () => {
  frames = await startHost({});
  host = await startHost(pages);
});
afterAll(() => {
  frames.close();
  host.close();
});

interface Message {
  v: number;
  id: string | number | null;
  type: string;
  [key: string]: unknown;
}

/** A page that holds the frame, and remembers all that it says. */
async function embedded(fragment: string, rest = ''): Promise<Page> {
  const source = `${frames.address}/bpeek/embed.html${fragment}`;
  pages['/host'] = {
    html: `<!doctype html><html lang="en"><title>host</title><script>
      window.messages = [];
      addEventListener('message', ({ data, source }) => {
        if (source === document.querySelector('iframe').contentWindow) messages.push(data);
      });
    </script><iframe src="${source}" title="bpeek" style="width: 800px; height: 300px"></iframe>${rest}`,
  };
  const page = await browser.open({ path: 'icon.svg' });
  await page.goto(`${host.address}/host`);
  return page;
}

const said = (page: Page, type: string) =>
  page.evaluate(
    (wanted) =>
      (window as never as { messages: Message[] }).messages.filter((m) => m.type === wanted),
    type,
  );

const say = (page: Page, message: unknown) =>
  page.evaluate(
    ([data, to]) =>
      document.querySelector('iframe')!.contentWindow!.postMessage(data, to as string),
    [message, frames.address] as const,
  );

test('a frame says when it is ready, obeys its parent, and tells the text only if asked', async () => {
  const page = await embedded('#/tokens?encoding=gpt2');
  await expect.poll(() => said(page, 'bpeek:ready')).toHaveLength(1);
  await say(page, { v: 1, id: 7, type: 'bpeek:set', state: { text: 'hello world', step: 'x' } });
  await expect
    .poll(() => said(page, 'bpeek:state'))
    .toMatchObject([
      { v: 1, id: 7, state: { text: 'hello world', encoding: 'gpt2', view: 'tokens' } },
    ]);
  await expect
    .poll(async () => (await said(page, 'bpeek:change')).at(-1))
    .toMatchObject({ count: 2 });
  const unasked = [...(await said(page, 'bpeek:ready')), ...(await said(page, 'bpeek:change'))];
  expect(JSON.stringify(unasked)).not.toContain('hello');

  // Not for the frame, or not as agreed: nothing happens.
  for (const wrong of [
    'bpeek:set',
    null,
    { v: 2, id: 1, type: 'bpeek:get' },
    { v: 1, type: 'bpeek:get' },
    { v: 1, id: 1, type: 'bpeek:set' },
    { v: 1, id: {}, type: 'bpeek:get' },
  ]) {
    await say(page, wrong);
  }
  await say(page, { v: 1, id: 'last', type: 'bpeek:get' });
  await expect.poll(async () => (await said(page, 'bpeek:state')).at(-1)?.id).toBe('last');
  expect(await said(page, 'bpeek:state')).toHaveLength(2);
});

test('nobody but the parent is heard', async () => {
  const page = await embedded('#/tokens?encoding=gpt2', '<iframe name="other" srcdoc=""></iframe>');
  await expect.poll(() => said(page, 'bpeek:ready')).toHaveLength(1);
  await page
    .frame('other')!
    .evaluate(
      (origin) =>
        parent.frames[0]!.postMessage(
          { v: 1, id: 1, type: 'bpeek:set', state: { text: 'intruder' } },
          origin,
        ),
      frames.address,
    );
  await say(page, { v: 1, id: 2, type: 'bpeek:get' });
  await expect.poll(() => said(page, 'bpeek:state')).toHaveLength(1);
  expect(JSON.stringify(await said(page, 'bpeek:state'))).not.toContain('intruder');
});

test('embed.js gives the frame the height that it asks for, and is small', async () => {
  const script = readFileSync(new URL('../../dist/embed.js', import.meta.url));
  expect(script.length).toBeLessThan(1024);
  const page = await embedded(
    '#/tokens?encoding=gpt2',
    `<script src="${frames.address}/bpeek/embed.js"></script>`,
  );
  await expect.poll(() => said(page, 'bpeek:ready')).toHaveLength(1);
  const height = () => page.locator('iframe').evaluate((frame) => frame.clientHeight);
  await expect.poll(height).toBeGreaterThan(470);
  const inside = await page
    .frameLocator('iframe')
    .locator('html')
    .evaluate(() => [document.documentElement.scrollHeight, innerHeight]);
  expect(inside[0]).toBe(inside[1]);
});

test('the page writes the code that shows the same elsewhere', async () => {
  const page = await browser.open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await untilCounted(page);
  await pasteText(page, 'Ab "c" <d> & 안녕');
  await picker(page).selectOption('gpt2');
  await page.getByRole('button', { name: 'Share' }).click();
  for (const form of ['Tag', 'Iframe']) {
    await page.getByRole('radio', { name: form }).check();
    await page.getByRole('button', { name: 'Copy the code' }).click();
    await page.getByText('The code is in your clipboard.').waitFor();
    const code = await page.evaluate(() => navigator.clipboard.readText());
    pages['/code'] = { html: `<!doctype html><html lang="en"><title>code</title>${code}` };
    const other = await browser.open({ path: 'icon.svg' });
    // The code names the page's own origin, which this host is not: scripts need leave to come over.
    await other.route(`${browser.address()}**`, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'access-control-allow-origin': '*' };
      await route.fulfill({ response, headers });
    });
    await other.goto(`${host.address}/code`);
    const widget =
      form === 'Tag' ? other.locator('bpeek-playground') : other.frameLocator('iframe');
    await widget.locator('.count-how', { hasText: 'gpt2' }).waitFor();
    await expect
      .poll(() => widget.locator('.cm-line').allInnerTexts())
      .toEqual(['Ab "c" <d> & 안녕']);
  }
});

test('manifest, types and guide name the attributes there are', () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const manifest = JSON.parse(read('dist/custom-elements.json'));
  const [declaration] = manifest.modules[0].declarations;
  expect(declaration.attributes.map(({ name }: { name: string }) => name)).toEqual([
    ...attributeNames,
  ]);
  const types = read('web/widget.d.ts');
  const guide = read('web/docs/40-embed.md');
  for (const name of attributeNames) {
    expect(types).toMatch(new RegExp(`^  '?${name}'?\\?: `, 'm'));
    expect(guide).toContain(`| \`${name}\` |`);
    expect(guide).toContain(attributes[name].description);
  }
});
