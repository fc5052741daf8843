/** Chromium on the built page, and what the tests do there again and again. */

import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import launchOptions from './chromium.json' with { type: 'json' };
import { type PageServer, startServer } from './server.ts';

export interface PageOptions extends BrowserContextOptions {
  /** Runs in the page before anything of it does. */
  before?: () => void;
  /** The text that is there at first, as if the tab had been reloaded with it. */
  text?: string;
  /** Where to go, from the page's own address: a fragment, for example. */
  path?: string;
}

/** One browser and one server for all the tests of a process, which ends them. */
let started: Promise<readonly [Browser, PageServer]> | undefined;

function start(): Promise<readonly [Browser, PageServer]> {
  started ??= Promise.all([chromium.launch(launchOptions), startServer()]);
  return started;
}

/** Pages in a browser, closed after the tests of a file. */
export function useBrowser() {
  const contexts: BrowserContext[] = [];
  let browser: Browser;
  let server: PageServer;

  beforeAll(async () => {
    [browser, server] = await start();
  });
  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()));
  });

  return {
    address: () => server.address,

    /** A page in a fresh profile; an error in it fails whatever waits for it next. */
    async open({ before, text, path = '', ...options }: PageOptions = {}): Promise<Page> {
      const context = await browser.newContext({
        viewport: { width: 1200, height: 860 },
        ...options,
      });
      contexts.push(context);
      const page = await context.newPage();
      page.on('pageerror', (error) => {
        throw error;
      });
      if (before) await page.addInitScript(before);
      if (text !== undefined) await page.addInitScript(keepText, text);
      await page.goto(server.address + path);
      return page;
    },
  };
}

function keepText(text: string) {
  if (sessionStorage.getItem('bpeek.text') === null) sessionStorage.setItem('bpeek.text', text);
}

/** One page for many tests: each begins with a text of its own, the others' are gone. */
export function useOnePage(options: PageOptions = {}) {
  const browser = useBrowser();
  let page: Page;

  beforeAll(async () => {
    page = await browser.open(options);
    await untilCounted(page);
  });

  return async (text: string): Promise<Page> => {
    await pasteText(page, text);
    return page;
  };
}

export const editor = (page: Page) => page.getByRole('textbox', { name: 'Text' });

export const picker = (page: Page) => page.getByLabel('Encoding', { exact: true });

export const policyPicker = (page: Page) => page.getByLabel('Special tokens');

/** The tokens of the list that are in the document. */
export const tokens = (page: Page) =>
  page.getByRole('listbox', { name: 'Token list' }).getByRole('option');

export const focusedToken = (page: Page) =>
  page.getByRole('listbox', { name: 'Token list' }).getByRole('option', { selected: true });

/** The number of tokens that the page shows. */
export const shownCount = (page: Page) => page.locator('.count-figure strong').innerText();

/** Waits until the page has counted some text with its first encoding. */
export async function untilCounted(page: Page): Promise<void> {
  await page.locator('.count[aria-busy=false]').waitFor();
}

/** Replaces the text by pasting, as a reader would. */
export async function pasteText(page: Page, text: string): Promise<void> {
  await editor(page).focus();
  await page.keyboard.press('Control+a');
  await editor(page).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

/** The text in the editor; all of it only where all of it is rendered. */
export const renderedText = (page: Page) =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll('.cm-line'), (line) => line.textContent).join('\n'),
  );
