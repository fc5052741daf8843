/** Chromium on the built page, and what the tests do there again and again. */

import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { apply, clean, errorsOf, newPage, type Settings, visit } from './borrowed.ts';
import launchOptions from './chromium.json' with { type: 'json' };
import { type PageServer, startServer } from './server.ts';

export interface PageOptions extends Settings {
  /** The text that is there at first, as if the tab had been reloaded with it. */
  text?: string;
  /** Where to go, from the page's own address: a fragment, for example, or another site. */
  path?: string;
}

/** One browser and one server for all the tests of a process, which ends them. */
let started: Promise<readonly [Browser, PageServer]> | undefined;

/** Pages that no test has at the moment, clean. */
const idle: Page[] = [];

function start(): Promise<readonly [Browser, PageServer]> {
  started ??= Promise.all([chromium.launch(launchOptions), startServer()]);
  return started;
}

/** Pages in a browser, given back after the test that has opened them, or after all of a file. */
export function useBrowser() {
  const ofFile: Page[] = [];
  const ofTest: Page[] = [];
  let isTest = false;
  let browser: Browser;
  let server: PageServer;

  async function giveBack(pages: Page[]): Promise<void> {
    const errors: Error[] = [];
    for (const page of pages.splice(0)) {
      errors.push(...errorsOf(page));
      await clean(page, new Set([server.address, page.url()].map((url) => new URL(url).origin)));
      idle.push(page);
    }
    const stacks = errors.map(({ stack }) => stack);
    expect(stacks, 'errors that nothing in the page caught').toEqual([]);
  }

  beforeAll(async () => {
    [browser, server] = await start();
  });
  beforeEach(() => {
    isTest = true;
  });
  afterEach(async () => {
    isTest = false;
    await giveBack(ofTest);
  });
  afterAll(() => giveBack(ofFile));

  return {
    address: () => server.address,

    /** A page where nobody has been before; an error that it does not catch fails the test. */
    async open({ text, path = '', ...settings }: PageOptions = {}): Promise<Page> {
      const page = idle.pop() ?? (await newPage(browser));
      (isTest ? ofTest : ofFile).push(page);
      await apply(page, settings);
      await visit(page, new URL(path, server.address).href, text);
      return page;
    },
  };
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
