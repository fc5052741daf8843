/** <bpeek-playground> in other people's pages. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reference } from '../wasm/support/reference.ts';
import { useBrowser } from './support/browser.ts';
import { type Host, startHost } from './support/host.ts';

const browser = useBrowser();

const script = '<script type="module" src="/bpeek/widget.js"></script>';
const reserved = '<link rel="stylesheet" href="/bpeek/widget.css">';
const strict = {
  'Content-Security-Policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
};

// Rules that would wreck a page without walls.
const hostile = `<style>
  * { letter-spacing: 9px !important; }
  p, span, div, button, select, strong { color: red !important; font: 40px serif !important; display: block !important; }
  .panel, .count, .card, .app { display: none !important; }
</style>`;

const ten = Array.from(
  { length: 10 },
  (_, i) => `<bpeek-playground loading="eager" encoding="gpt2">widget ${i}</bpeek-playground>`,
).join('');

const pages = {
  '/plain': {
    html: `<!doctype html><html lang="en"><title>plain</title>${reserved}<p id="before">before</p>
<bpeek-playground encoding="gpt2">안녕하세요 &lt;|endoftext|&gt;</bpeek-playground><p id="after">after</p>${script}`,
    headers: strict,
  },
  '/hostile': {
    html: `<!doctype html><html lang="en"><title>hostile</title>${hostile}<p class="panel">x</p>
<bpeek-playground encoding="gpt2" style="min-height: 480px">walls</bpeek-playground>${script}`,
  },
  '/empty': { html: `<!doctype html><html lang="en"><title>empty</title><body>${script}` },
  '/click': {
    html: `<!doctype html><html lang="en"><title>click</title>
<bpeek-playground loading="click" encoding="gpt2">read me first</bpeek-playground>${script}`,
  },
  '/far': {
    html: `<!doctype html><html lang="en"><title>far</title><div style="height: 5000px"></div>
<bpeek-playground encoding="gpt2">far below</bpeek-playground>${script}`,
  },
  '/ten': { html: `<!doctype html><html lang="en"><title>ten</title>${ten}${script}` },
  '/text.txt': { html: 'from a file', headers: { 'Content-Type': 'text/plain' } },
};

let host: Host;
beforeAll(async () => {
  host = await startHost(pages);
});
afterAll(() => host.close());

async function open(path: keyof typeof pages, options = {}): Promise<Page> {
  const page = await browser.open({ path: 'icon.svg', ...options });
  await page.goto(host.address + path);
  return page;
}

const widget = (page: Page) => page.locator('bpeek-playground');

/** What the element says of itself. */
const facts = (page: Page) =>
  widget(page)
    .first()
    .evaluate(async (element) => {
      const { ready, value, tokens } = element as unknown as {
        ready: Promise<void>;
        value: string;
        tokens: { ids: Uint32Array } | undefined;
      };
      await ready;
      return {
        value,
        ids: [...((element as never as { tokens: typeof tokens }).tokens?.ids ?? [])],
      };
    });

const set = (page: Page, name: string, value: string | null) =>
  widget(page).evaluate(
    (element, [key, to]) =>
      to === null ? element.removeAttribute(key!) : element.setAttribute(key!, to!),
    [name, value] as const,
  );

const count = (page: Page) => widget(page).locator('.count-figure strong').first().innerText();

const ids = (encoding: Parameters<typeof reference>[0], text: string) => [
  ...reference(encoding).encode(text, 'literal'),
];

test('shows its text under a strict policy, moves nothing, and asks nobody else', async () => {
  const requests: string[] = [];
  const page = await browser.open({ path: 'icon.svg' });
  page.on('request', (request) => requests.push(new URL(request.url()).origin));
  await page.addInitScript(() => {
    const seen = globalThis as unknown as { shift: number; refused: string[] };
    seen.shift = 0;
    seen.refused = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        seen.shift += (entry as never as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
    addEventListener('securitypolicyviolation', (event) =>
      seen.refused.push(event.violatedDirective),
    );
  });
  await page.goto(`${host.address}/plain`);
  const text = '안녕하세요 <|endoftext|>';
  expect(await facts(page)).toEqual({ value: text, ids: ids('gpt2', text) });
  await expect.poll(() => count(page)).toBe(String(ids('gpt2', text).length));
  const seen = await page.evaluate(() => {
    const { shift, refused } = globalThis as unknown as { shift: number; refused: string[] };
    return { shift, refused, styles: document.styleSheets.length };
  });
  expect(seen).toEqual({ shift: 0, refused: [], styles: 1 });
  expect(new Set(requests)).toEqual(new Set([host.address]));
  const isPainted = () =>
    page.evaluate(() => [...CSS.highlights.values()].some(({ size }) => size > 0));
  await expect.poll(isPainted).toBe(true);
});

test('neither page nor widget can spoil the other', async () => {
  const page = await open('/hostile');
  await facts(page);
  const inside = await widget(page)
    .locator('.count-figure strong')
    .evaluate((element) => {
      const { color, fontSize, letterSpacing } = getComputedStyle(element);
      return { isRed: color === 'rgb(255, 0, 0)', fontSize, letterSpacing };
    });
  expect(inside.isRed).toBe(false);
  expect(inside.fontSize).toBe('32px');
  expect(await widget(page).locator('.card').isVisible()).toBe(true);
  const outside = await page.evaluate(() => {
    const { margin, backgroundColor } = getComputedStyle(document.body);
    return { margin, backgroundColor };
  });
  expect(outside).toEqual({ margin: '8px', backgroundColor: 'rgba(0, 0, 0, 0)' });
});

test('typing changes value and tokens, and events tell of it', async () => {
  const page = await open('/plain');
  await facts(page);
  await page.evaluate(() => {
    const seen: unknown[] = [];
    (globalThis as never as { seen: unknown[] }).seen = seen;
    for (const name of ['bpeek-change', 'bpeek-token', 'bpeek-error']) {
      document.addEventListener(name, (event) => seen.push([name, (event as CustomEvent).detail]));
    }
  });
  await widget(page).getByRole('textbox', { name: 'Text' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('hello world');
  await expect.poll(() => facts(page)).toEqual({ value: 'hello world', ids: [31373, 995] });
  const seen = await page.evaluate(() => (globalThis as never as { seen: unknown[] }).seen);
  expect(seen).toContainEqual(['bpeek-change', { encoding: 'gpt2', count: 2 }]);
  expect(seen).toContainEqual(['bpeek-token', { index: 1, id: 995, begin: 5, end: 11 }]);
});

describe('attributes', () => {
  test('are obeyed when they change', async () => {
    const page = await open('/plain');
    await facts(page);
    await set(page, 'text', 'The lighthouse');
    await expect
      .poll(() => facts(page))
      .toEqual({
        value: 'The lighthouse',
        ids: ids('gpt2', 'The lighthouse'),
      });
    await set(page, 'encoding', 'cl100k_base');
    await expect.poll(() => count(page)).toBe(String(ids('cl100k_base', 'The lighthouse').length));
    await set(page, 'view', 'ids');
    await expect
      .poll(() => widget(page).getByRole('radio', { name: 'IDs' }).isChecked())
      .toBe(true);
    await set(page, 'text', '<|endoftext|>');
    await set(page, 'special', 'parse');
    await expect.poll(() => count(page)).toBe('1');
    await set(page, 'whitespace', '');
    await expect
      .poll(() =>
        widget(page).getByRole('button', { name: 'Whitespace' }).getAttribute('aria-pressed'),
      )
      .toBe('true');
    const background = () =>
      widget(page).evaluate((element) => getComputedStyle(element).backgroundColor);
    const [light, dark] = ['rgb(251, 250, 247)', 'rgb(19, 19, 22)'];
    await set(page, 'theme', 'dark');
    expect(await background()).toBe(dark);
    await set(page, 'theme', 'light');
    expect(await background()).toBe(light);

    // As the page is, which says nothing at first: then it is light.
    await set(page, 'theme', 'auto');
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const [scheme, color] of [
      ['', light],
      ['dark', dark],
      ['light', light],
      ['light dark', dark],
    ] as const) {
      await page.evaluate((value) => {
        document.documentElement.style.colorScheme = value;
      }, scheme);
      await expect.poll(async () => [scheme, await background()]).toEqual([scheme, color]);
    }
  });

  test('readonly and max-length keep the text as it is, and say so', async () => {
    const page = await open('/plain');
    await facts(page);
    await set(page, 'text', 'abc');
    await set(page, 'max-length', '5');
    const field = widget(page).getByRole('textbox', { name: 'Text' });
    await field.focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('defg');
    expect((await facts(page)).value).toBe('abcde');
    await widget(page).getByText('This text may have 5 characters at most.').waitFor();
    await set(page, 'readonly', '');
    await page.keyboard.press('Backspace');
    expect((await facts(page)).value).toBe('abcde');
    await set(page, 'readonly', null);
    await page.keyboard.press('Backspace');
    await expect.poll(async () => (await facts(page)).value).toBe('abcd');
  });

  test('src brings a text file, or says that there is none', async () => {
    const page = await open('/plain');
    await facts(page);
    await set(page, 'src', '/text.txt');
    await expect.poll(async () => (await facts(page)).value).toBe('from a file');
    await set(page, 'src', '/missing.txt');
    await widget(page).getByText('missing.txt could not be fetched').waitFor();
    expect((await facts(page)).value).toBe('from a file');
  });
});

test('properties that frameworks set, before the tag is defined and after', async () => {
  const page = await open('/empty');
  await page.evaluate(async () => {
    const early = document.createElement('bpeek-later');
    Object.assign(early, { value: 'set early', step: 2 });
    // As if the page had defined the tag only now.
    const BpeekPlayground = await customElements.whenDefined('bpeek-playground');
    customElements.define('bpeek-later', class extends BpeekPlayground {});
    early.setAttribute('encoding', 'gpt2');
    document.body.append(early);
    customElements.upgrade(early);
  });
  const early = page.locator('bpeek-later');
  const facts = () =>
    early.evaluate((element) => {
      const { value, step } = element as never as { value: string; step: unknown };
      return [value, typeof step, element.getAttribute('step')];
    });
  expect(await facts()).toEqual(['set early', 'function', '2']);
  await early.evaluate((element) => Object.assign(element, { step: 3 }));
  expect(await facts()).toEqual(['set early', 'function', '3']);
  await early.evaluate((element) => Object.assign(element, { step: null }));
  expect(await facts()).toEqual(['set early', 'function', null]);
});

test('keys that are pressed inside stay inside, but for those with a modifier', async () => {
  const page = await open('/plain');
  await facts(page);
  await page.evaluate(() => {
    const seen: string[] = [];
    (globalThis as never as { seen: string[] }).seen = seen;
    for (const type of ['keydown', 'keypress', 'keyup']) {
      document.addEventListener(type, (event) =>
        seen.push(`${type} ${(event as KeyboardEvent).key}`),
      );
    }
  });
  await widget(page).getByRole('textbox', { name: 'Text' }).focus();
  await page.keyboard.type('s /');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.down('Control');
  await page.keyboard.press('k');
  const seen = await page.evaluate(() => (globalThis as never as { seen: unknown[] }).seen);
  expect(seen).toEqual(['keydown Control', 'keydown k', 'keyup k']);
});

test('custom properties restyle it from outside', async () => {
  const page = await open('/plain');
  await facts(page);
  await widget(page).evaluate((element) => {
    (element as HTMLElement).style.setProperty('--bpeek-token-1', 'rgb(1, 2, 3)');
  });
  const first = widget(page).locator('.token').first();
  expect(await first.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
    'rgb(1, 2, 3)',
  );
});

test('waits for a click, or for coming near, and can be read till then', async () => {
  const page = await open('/click');
  await page.getByText('read me first').waitFor();
  const loaded = () =>
    page.evaluate(() =>
      performance.getEntriesByType('resource').some(({ name }) => /mount/.test(name)),
    );
  expect(await loaded()).toBe(false);
  await page.getByRole('button', { name: 'Show the tokens' }).click();
  await expect.poll(() => count(page)).toBe(String(ids('gpt2', 'read me first').length));

  await page.goto(`${host.address}/far`);
  await page.waitForLoadState('networkidle');
  expect(await loaded()).toBe(false);
  await page.evaluate(() => scrollTo(0, 5000));
  await expect.poll(() => count(page)).toBe(String(ids('gpt2', 'far below').length));
});

test('ten on a page share one engine and one copy of their encoding, not their state', async () => {
  const page = await open('/ten');
  await expect
    .poll(() =>
      page
        .locator('bpeek-playground')
        .evaluateAll((all) =>
          all.map(
            (element) =>
              (element as never as { value: string; tokens?: object }).tokens !== undefined,
          ),
        ),
    )
    .toEqual(Array(10).fill(true));
  const fetched = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => /\.(wasm|bpeek)$/.test(name)),
  );
  expect(fetched.map((name) => name.split('/').at(-1)).sort()).toEqual([
    'bpeek.wasm',
    'gpt2.bpeek',
  ]);
  await page.locator('bpeek-playground').nth(3).getByRole('textbox', { name: 'Text' }).focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('!');
  const values = () =>
    page
      .locator('bpeek-playground')
      .evaluateAll((all) => all.map((element) => (element as never as { value: string }).value));
  await expect
    .poll(values)
    .toEqual(Array.from({ length: 10 }, (_, i) => (i === 3 ? 'widget 3!' : `widget ${i}`)));
});

test('a widget that is moved goes on, and one that is put back has its text', async () => {
  const page = await open('/plain');
  await facts(page);
  await widget(page).evaluate((element) => {
    (element as never as { value: string }).value = 'kept';
    document.body.append(element);
  });
  expect((await facts(page)).value).toBe('kept');
  await page.evaluate(async () => {
    const element = document.querySelector('bpeek-playground')!;
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    document.body.append(element);
  });
  await expect.poll(() => count(page)).toBe(String(ids('gpt2', 'kept').length));
  expect((await facts(page)).value).toBe('kept');
});

test('a hundred widgets that come and go leave no memory behind', async () => {
  const page = await open('/empty');
  const session = await page.context().newCDPSession(page);
  const mount = (times: number) =>
    page.evaluate(async (rounds) => {
      await customElements.whenDefined('bpeek-playground');
      for (let i = 0; i < rounds; i++) {
        const element = document.createElement('bpeek-playground') as HTMLElement & {
          ready: Promise<void>;
        };
        element.setAttribute('encoding', 'gpt2');
        element.setAttribute('loading', 'eager');
        element.setAttribute('text', `round ${i}`);
        document.body.append(element);
        await element.ready;
        element.remove();
        await new Promise((resolve) => setTimeout(resolve));
      }
    }, times);
  const measure = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return { nodes, jsEventListeners, megabytes: usedSize / 1e6 };
  };
  // The first ones bring what is kept: code, styles, the engine.
  await mount(10);
  const before = await measure();
  await mount(100);
  const grown = async () => {
    const after = await measure();
    const nodes = after.nodes - before.nodes;
    const jsEventListeners = after.jsEventListeners - before.jsEventListeners;
    const megabytes = after.megabytes - before.megabytes;
    const isLittle = nodes < 1000 && jsEventListeners < 20 && megabytes < 2;
    return isLittle ? 'hardly' : { nodes, jsEventListeners, megabytes };
  };
  // The last one may still be waiting to be collected.
  await expect.poll(grown).toBe('hardly');
  const highlights = await page.evaluate(() =>
    [...CSS.highlights.values()].reduce((n, { size }) => n + size, 0),
  );
  expect(highlights).toBe(0);
});
