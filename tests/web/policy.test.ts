/** The policies that web/docs/60-self-hosting.md gives are enough, and all that is asked for. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { done, htmlOf, program } from '../package/support/chromium.ts';
import { editor, shownCount, untilCounted, useBrowser } from './support/browser.ts';
import { type Host, type HostPage, startHost } from './support/host.ts';
import { observe, watch } from './support/learner.ts';

const browser = useBrowser();
const read = (path: string) => readFileSync(new URL(`../../dist/${path}`, import.meta.url), 'utf8');

/** As a reader copies them from the page. */
const [forLibrary = '', forPlayground = ''] = [
  ...read('docs/self-hosting.html').matchAll(/<code class="language-text">(default-src .*)\n/g),
].map(([, policy = '']) => policy.replaceAll('&#39;', "'"));

const under = (policy: string, html: string): HostPage => ({
  html,
  headers: { 'Content-Security-Policy': policy },
});

let host: Host;
beforeAll(async () => {
  host = await startHost({
    '/bpeek/index.html': under(forPlayground, read('index.html')),
    '/library': under(forLibrary, htmlOf('/library.js')),
    '/library.js': {
      html: program('/bpeek/index.js'),
      headers: { 'Content-Type': 'text/javascript' },
    },
  });
});
afterAll(() => host.close());

async function open(path: string) {
  const page = await browser.open({ before: watch, path: 'icon.svg' });
  const observed = observe(page);
  await page.goto(host.address + path);
  return { page, ...observed };
}

const goTo = (page: Page, view: string) =>
  page.getByRole('navigation').getByRole('link', { name: view }).click();

test('the engine, here and in its worker', async () => {
  expect(forLibrary).not.toContain('unsafe-inline');
  const { page, expectPeace } = await open('/library');
  await expect.poll(() => page.title()).toBe(done);
  await expectPeace();
});

test('the playground in all its views', async () => {
  const { page, expectPeace } = await open('/bpeek/index.html');
  await untilCounted(page);
  await editor(page).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('hello world');
  await expect.poll(() => shownCount(page)).toBe('2');
  await goTo(page, 'Merges');
  await page.getByRole('button', { name: 'One step back' }).first().click();
  await goTo(page, 'Train');
  await page.getByRole('button', { name: 'Train', exact: true }).first().waitFor();
  await goTo(page, 'Compare');
  await goTo(page, 'Languages');
  await page.getByText(/half of the translations take/).waitFor();
  await expectPeace();
});
