/** A learner on a course page: looks, types, points, steps; and an observer of what the page does. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type BundledName, reference } from '../../wasm/support/reference.ts';

/** The widgets of every page in web/examples, in order. */
export const lesson = [
  { encoding: 'gpt2', text: '안녕하세요, 토큰!' },
  { encoding: 'gpt2', text: 'Hello, tokens!' },
  { encoding: 'gpt2', text: 'strawberry', view: 'merges' },
] as const;

interface Seen {
  /** What has moved by itself, and by how much, on the part of the page that has the widgets. */
  shifts: string[];
  refused: string[];
  events: { name: string; widget: number; detail: Record<string, unknown> }[];
}

type Observed = typeof globalThis & { seen: Seen };

/** Starlight's search says that when its page is left. */
const ofTools = /^Pagefind UI couldn't find the selector/;

/** Runs in the page before anything of it does: the `before` of a page that is observed. */
export function watch(): void {
  const seen: Seen = { shifts: [], refused: [], events: [] };
  (globalThis as Observed).seen = seen;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput, sources } = entry as never as {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
      };
      if (hadRecentInput) continue;
      for (const { node, previousRect: from, currentRect: to } of sources) {
        const element = node instanceof Element ? node : node?.parentElement;
        const tag = document.querySelector('bpeek-playground');
        const lesson = tag?.closest(':has(h1)') ?? tag?.closest('body');
        if (!element || !lesson?.contains(element)) continue;
        const { nodeName, className } = element;
        const rects = [from, to].map(({ x, y, width, height }) => [x, y, width, height].join());
        seen.shifts.push(`${nodeName}.${className} ${rects.join(' to ')}: ${value}`);
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    seen.refused.push(`${violatedDirective} ${blockedURI}`),
  );
  for (const name of ['ready', 'change', 'token', 'step', 'error']) {
    document.addEventListener(`bpeek-${name}`, (event) => {
      const all = [...document.querySelectorAll('bpeek-playground')];
      const widget = all.indexOf(event.target as Element);
      seen.events.push({ name, widget, detail: (event as CustomEvent).detail });
    });
  }
}

/** What goes on in the page from its next load on. */
export function observe(page: Page) {
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    const { url } = message.location();
    // Browsers ask for that unasked.
    if (url.endsWith('/favicon.ico') || !['error', 'warning'].includes(message.type())) return;
    if (!ofTools.test(message.text())) errors.push(`${message.text()} (${url})`);
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('requestfailed', (request) => {
    // A page that is left calls off what it was loading.
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') errors.push(`${request.url()}: ${why}`);
  });
  page.on('request', (request) => requests.push(request.url()));
  return {
    /** Nothing was refused, nothing went wrong, nothing moved, nobody else was asked. */
    async expectPeace() {
      const { shifts, refused } = await page.evaluate(() => (globalThis as Observed).seen);
      const { origin } = new URL(page.url());
      const foreign = requests.filter(
        (url) => !url.startsWith(origin) && !/^(data|blob):/.test(url),
      );
      expect({ errors, refused, foreign, shifts }).toEqual({
        errors: [],
        refused: [],
        foreign: [],
        shifts: [],
      });
    },
  };
}

export const eventsOf = (page: Page, name: string, widget: number) =>
  page.evaluate(
    ([wanted, index]) =>
      (globalThis as Observed).seen.events
        .filter((event) => event.name === wanted && event.widget === index)
        .map(({ detail }) => detail),
    [name, widget] as const,
  );

export const widgetAt = (page: Page, index: number) => page.locator('bpeek-playground').nth(index);

const countOf = (page: Page, index: number) =>
  widgetAt(page, index).locator('.count-figure strong').first().innerText();

const idsOf = (encoding: BundledName, text: string) => [
  ...reference(encoding).encode(text, 'literal'),
];

/** Comes to the widget, which shows its text in colours and says how many tokens it has. */
export async function seesTokens(page: Page, index: number): Promise<void> {
  const { encoding, text } = lesson[index]!;
  const widget = widgetAt(page, index);
  await widget.scrollIntoViewIfNeeded();
  const ids = idsOf(encoding, text);
  await expect
    .poll(() => eventsOf(page, 'ready', index), {
      message: `widget ${index} is ready`,
      timeout: 20_000,
    })
    .toEqual([{ encoding, count: ids.length }]);
  const facts = () =>
    widget.evaluate((element) => {
      const { value, tokens } = element as never as { value: string; tokens: { ids: Uint32Array } };
      const tints = [...CSS.highlights].filter(([name]) => name.startsWith('bpeek-tint'));
      const painted = tints
        .flatMap(([, highlight]) => [...highlight])
        .filter(({ startContainer }) => startContainer.getRootNode() === element.shadowRoot)
        .sort((a, b) => a.startOffset - b.startOffset)
        .map(({ startContainer: node, startOffset, endOffset }) =>
          node.textContent!.slice(startOffset, endOffset),
        );
      return { value, ids: [...tokens.ids], painted: painted.join('') };
    });
  const hasEditor = !('view' in lesson[index]!);
  await expect
    .poll(facts, { timeout: 20_000 })
    .toEqual({ value: text, ids, painted: hasEditor ? text : '' });
  if (hasEditor) await expect.poll(() => countOf(page, index)).toBe(String(ids.length));
}

/** Types at the end of the text: the count follows, and the page hears of it. */
export async function types(page: Page, index: number, typed: string): Promise<void> {
  const { encoding, text } = lesson[index]!;
  await widgetAt(page, index).getByRole('textbox', { name: 'Text' }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(typed);
  const count = idsOf(encoding, text + typed).length;
  await expect.poll(() => countOf(page, index)).toBe(String(count));
  expect(await eventsOf(page, 'change', index)).toContainEqual({ encoding, count });
  expect(
    await widgetAt(page, index).evaluate(
      (element) => (element as never as { value: string }).value,
    ),
  ).toBe(text + typed);
}

/** Goes through the merges of the widget that shows them. */
export async function stepsThroughMerges(page: Page, index: number): Promise<void> {
  const widget = widgetAt(page, index);
  const next = widget.getByRole('button', { name: 'One step on' });
  await next.click();
  await next.click();
  await expect
    .poll(() => eventsOf(page, 'step', index))
    .toEqual([{ step: 0 }, { step: 1 }, { step: 2 }]);
}

/** All that there is to do on a page with the three of them. */
export async function learns(page: Page): Promise<void> {
  for (const index of lesson.keys()) await seesTokens(page, index);
  await types(page, 0, ' 배우기');
  await types(page, 1, ' Now / then?');
  await stepsThroughMerges(page, 2);
}

/** Follows a link to the other page of the site, where a widget begins anew; and comes back. */
export async function navigates(page: Page, there: string, back: string): Promise<void> {
  const follow = (name: string) => page.getByRole('link', { name }).first().click();
  const shows = async (text: string) => {
    const counted = () =>
      widgetAt(page, 0).evaluate((element) => {
        const { value, tokens } = element as never as {
          value: string;
          tokens?: { ids: unknown[] };
        };
        return [value, tokens?.ids.length];
      });
    await expect.poll(counted, { timeout: 20_000 }).toEqual([text, idsOf('gpt2', text).length]);
    await expect.poll(() => countOf(page, 0)).toBe(String(idsOf('gpt2', text).length));
  };
  await follow(there);
  await page.getByRole('heading', { name: there, level: 1 }).waitFor();
  await shows(lesson[2].text);
  await follow(back);
  await page.getByRole('heading', { name: back, level: 1 }).waitFor();
  await shows(lesson[0].text);
}
