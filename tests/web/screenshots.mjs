// Takes pictures of the built page: node tests/web/screenshots.mjs FOLDER
// or only some of them: node tests/web/screenshots.mjs FOLDER NAME...
// With --readme, the README's picture web/readme.png instead.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { address, serve } from '../../web/serve.mjs';
import { launchOptions } from './support/chromium.mjs';

const desktop = { width: 1200, height: 860 };
const phone = { width: 360, height: 740 };

const example = (title) => async (page) => {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: title }).click();
  await page.getByRole('status').getByText('The text is now').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
};

const whitespace = (page) => page.getByRole('button', { name: 'Whitespace' }).click();

async function refusal(page) {
  await page.getByLabel('Special tokens').selectOption('error');
  await page.getByRole('alert').getByText('is a special token').waitFor();
}

async function parsedSpecials(page) {
  await example('A special token')(page);
  await page.getByLabel('Special tokens').selectOption('parse');
  await page.locator('.token.bpeek-special').first().hover();
}

async function loading(page) {
  await page.route('**/*.bpeek', () => new Promise(() => {}));
  await page.getByLabel('Encoding').selectOption('gpt2');
  await page.getByRole('progressbar').waitFor();
}

async function empty(page) {
  await page.getByRole('textbox', { name: 'Text' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
}

async function asIds(page) {
  await example('Python')(page);
  await page.getByRole('radio', { name: 'IDs' }).check();
}

/** Learns from the sample text; `speed` and `until` say how far. */
const trained = (speed, until) => async (page) => {
  await page.getByRole('button', { name: 'Use a sample text' }).click();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByLabel('Speed').fill(speed);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByText(until).first().waitFor();
  const pause = page.getByRole('button', { name: 'Pause', exact: true });
  if (await pause.isVisible()) await pause.click();
};

async function wrongPattern(page) {
  await page.getByLabel('The split pattern').fill('\\p{L}+|(\\d+');
  await page.getByText('The split pattern is wrong').waitFor();
}

async function ownEncodings(page) {
  await trained('8', 'Done: 256 merges.')(page);
  await page.getByRole('button', { name: 'Use in the playground' }).click();
  await page.getByRole('link', { name: 'See the text in its tokens' }).click();
  await page.getByRole('button', { name: 'Your encodings' }).click();
}

const train = { path: '#/train', ready: '.train-transport', fullPage: true };

/** The chart comes when it is in sight. */
const languages = (params = '') => ({
  path: `#/languages${params}`,
  ready: '.chart-panel',
  fullPage: true,
  async act(page) {
    await page.getByText(/half of the translations take/).waitFor();
    await page.locator('.chart-panel').scrollIntoViewIfNeeded();
    await page.locator('.chart svg').waitFor();
    await page.evaluate(() => scrollTo(0, 0));
  },
});

const pictures = {
  light: { viewport: desktop },
  dark: { viewport: desktop, colorScheme: 'dark' },
  phone: { viewport: phone, fullPage: true },
  'phone-dark': { viewport: phone, colorScheme: 'dark', act: example('Korean') },
  korean: { viewport: desktop, act: example('Korean') },
  japanese: { viewport: desktop, act: example('Japanese') },
  'python-ids': { viewport: desktop, act: asIds },
  numbers: { viewport: desktop, act: example('Numbers') },
  emoji: { viewport: desktop, act: example('Emoji') },
  whitespace: { viewport: desktop, act: whitespace },
  refused: { viewport: desktop, act: refusal },
  special: { viewport: desktop, colorScheme: 'dark', act: parsedSpecials },
  loading: { viewport: desktop, act: loading },
  empty: { viewport: desktop, act: empty },
  wide: { viewport: { width: 1920, height: 1080 } },
  merges: { viewport: desktop, path: '#/merges', ready: '.merges-column', fullPage: true },
  'merges-beside': {
    viewport: desktop,
    colorScheme: 'dark',
    path: '#/merges?piece=+tokenization&beside=gpt2&step=6',
    ready: '[aria-label="The piece under gpt2"]',
    fullPage: true,
  },
  'merges-phone': {
    viewport: phone,
    path: '#/merges?piece=+뷁안녕하세요&step=5',
    ready: '.merges-column',
    fullPage: true,
  },
  'merges-phone-dark': {
    viewport: phone,
    colorScheme: 'dark',
    path: '#/merges?step=4',
    ready: '.merges-column',
    fullPage: true,
  },
  compare: { viewport: desktop, path: '#/compare', ready: '.compare-rows', fullPage: true },
  'compare-dark': {
    viewport: desktop,
    colorScheme: 'dark',
    path: '#/compare?encodings=o200k_base,cl100k_base,gpt2,llama2',
    ready: '.compare-heads li:nth-child(4) .compare-count',
    fullPage: true,
  },
  'compare-phone': {
    viewport: phone,
    path: '#/compare?encodings=o200k_base,gpt2',
    ready: '.compare-rows',
    fullPage: true,
  },
  train: { ...train, viewport: desktop },
  'train-midway': { ...train, viewport: desktop, act: trained('3', /^Merge (1[2-9]|[2-9]\d)/) },
  'train-done': { ...train, viewport: desktop, act: trained('8', 'Done: 256 merges.') },
  'train-dark': {
    ...train,
    viewport: desktop,
    colorScheme: 'dark',
    act: trained('6', /^Merge \d\d/),
  },
  'train-phone': { ...train, viewport: phone, act: trained('8', 'Done: 256 merges.') },
  'train-pattern': { ...train, viewport: desktop, act: wrongPattern },
  'own-encodings': { ...train, viewport: desktop, fullPage: false, act: ownEncodings },
  languages: { viewport: desktop, ...languages() },
  'languages-dark': {
    viewport: desktop,
    colorScheme: 'dark',
    ...languages('?encodings=o200k_base,cl100k_base,llama2&group=region'),
  },
  'languages-phone': { viewport: phone, ...languages() },
  'languages-phone-dark': {
    viewport: phone,
    colorScheme: 'dark',
    ...languages('?encodings=o200k_base&group=script&languages=eng,kor,jpn,arb,hin,tha'),
  },
  'languages-whole': {
    viewport: desktop,
    ...languages('?declaration=whole&encodings=o200k_base&chart=all&find=arab'),
  },
  'languages-reader': {
    viewport: desktop,
    path: '#/languages?encodings=o200k_base&find=arabic+standard',
    ready: '.language-name',
    act: (page) => page.getByRole('button', { name: 'Read it in Arabic' }).click(),
  },
  tablet: { viewport: { width: 820, height: 1180 } },
};

const readme = { viewport: { width: 1160, height: 792 }, deviceScaleFactor: 2 };

async function take(browser, url, file, { act, fullPage, path = '', ready, ...options }) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url + path);
  await page
    .locator(ready ?? '.count[aria-busy=false]')
    .first()
    .waitFor();
  await act?.(page);
  // Drawn twice: once for what the last step changed, once for what follows from that.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  await page.screenshot({ path: file, fullPage: fullPage ?? false });
  console.log(file);
  await context.close();
}

const [target, ...names] = process.argv.slice(2);
if (!target) {
  console.error('Usage: node tests/web/screenshots.mjs FOLDER [NAME...] | --readme');
  process.exit(2);
}
const server = await serve(0);
const browser = await chromium.launch(launchOptions);
const url = address(server);
try {
  if (target === '--readme') {
    const path = fileURLToPath(new URL('../../web/readme.png', import.meta.url));
    await take(browser, url, path, readme);
  } else {
    mkdirSync(target, { recursive: true });
    for (const [name, options] of Object.entries(pictures)) {
      if (names.length > 0 && !names.includes(name)) continue;
      await take(browser, url, join(target, `${name}.png`), options);
    }
  }
} finally {
  await browser.close();
  server.close();
}
