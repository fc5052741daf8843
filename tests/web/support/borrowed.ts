/**
 * A page that one test after the other borrows: a profile and a renderer of its
 * own for each would cost a second of processor time more.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** What can be set, and taken back, on a page that there is. */
export interface Settings {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  permissions?: string[];
  /** Runs in the page before anything of it does, at every visit. */
  before?: () => void;
}

const size = { width: 1200, height: 860 };

interface Disposable {
  dispose: () => Promise<void>;
}

/** What went wrong in a page since it was lent. */
const errors = new WeakMap<Page, Error[]>();

const scripts = new Map<BrowserContext, Disposable[]>();

/** A page with nothing of the site but what the browser may have in its cache. */
export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext();
  return context.newPage();
}

export async function apply(page: Page, settings: Settings): Promise<void> {
  const { viewport = size, colorScheme = 'light', permissions = [], before } = settings;
  const context = page.context();
  const seen: Error[] = [];
  errors.set(page, seen);
  page.on('pageerror', (error) => seen.push(error));
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
  await context.grantPermissions(permissions);
  if (before) scripts.set(context, [await page.addInitScript(before)]);
}

/** Opens an address where nobody has been before, with this text kept in the tab. */
export async function visit(page: Page, address: string, text?: string): Promise<void> {
  const first = await page.addInitScript((kept) => {
    sessionStorage.clear();
    if (kept !== undefined) sessionStorage.setItem('bpeek.text', kept);
  }, text);
  await page.goto(address);
  await first.dispose();
}

/** The errors that nothing in the page has caught. */
export const errorsOf = (page: Page): readonly Error[] => errors.get(page) ?? [];

/** Takes back all that a test may have done to the page, and forgets what the sites have stored. */
export async function clean(page: Page, origins: Iterable<string>): Promise<void> {
  const context = page.context();
  for (const other of context.pages()) if (other !== page) await other.close();
  // What runs before the page's own scripts is made for the page, not for the blank one.
  await Promise.all((scripts.get(context) ?? []).map((script) => script.dispose()));
  scripts.delete(context);
  await page.goto('about:blank');
  page.removeAllListeners();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.emulateMedia({
    media: null,
    colorScheme: null,
    reducedMotion: null,
    forcedColors: null,
  });
  await context.clearPermissions();
  await context.setOffline(false);
  const session = await context.newCDPSession(page);
  for (const origin of origins) {
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  }
  await session.send('Page.resetNavigationHistory');
  await session.detach();
}
