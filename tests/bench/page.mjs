// The page in Chromium: from navigation to the first coloured token with nothing cached, and from
// a key press to the frame that shows it.
import { chromium } from 'playwright-core';
import { serve } from '../../web/serve.mjs';
import { launchOptions } from '../web/support/chromium.mjs';
import { atMost, fixed, table } from './report.mjs';
import { median } from './turns.mjs';

const FIRST_TOKEN_RUNS = 5;
/** At each of the three places. */
const KEY_PRESSES = 20;
const TEXTS = [
  { name: '100 kB of lines', bytes: 100_000, line: 80 },
  { name: '1 MB of lines', bytes: 1_000_000, line: 80 },
  { name: '10 MB of lines', bytes: 10_000_000, line: 80 },
  { name: '1 MB in one line', bytes: 1_000_000, line: 1_000_000 },
];

/** Runs in the page before anything else: notes when the first token is painted. */
function watchForTokens() {
  const look = () => {
    const isPainted = [...(CSS.highlights?.values() ?? [])].some(({ size }) => size > 0);
    if (isPainted) window.firstToken = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function firstToken(browser, address, encoding) {
  const times = [];
  for (let run = 0; run < FIRST_TOKEN_RUNS; run++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript((name) => localStorage.setItem('bpeek.encoding', name), encoding);
    await page.addInitScript(watchForTokens);
    await page.goto(address);
    await page.waitForFunction(() => window.firstToken !== undefined);
    times.push(await page.evaluate(() => window.firstToken));
    await context.close();
  }
  return {
    name: `first coloured token, ${encoding}`,
    median: median(times),
    worst: Math.max(...times),
  };
}

function prose({ bytes, line }) {
  const sentence = 'The quick brown fox jumps over the lazy dog, and 안녕하세요 to 1234 people. ';
  const row = sentence.repeat(Math.ceil(line / sentence.length)).slice(0, line);
  return `${row}\n`.repeat(Math.ceil(bytes / Buffer.byteLength(row))).slice(0, bytes);
}

/**
 * In the page: from each key press to the end of the frame that follows what it types, for a frame
 * may come between the two. That the tokens are painted in that very frame is a test of its own
 * (tests/web/painting.test.ts).
 */
function watchKeys() {
  window.keyTimes = [];
  let pressed = 0;
  const note = ({ timeStamp }) => {
    pressed = timeStamp;
  };
  const follow = () => {
    const start = pressed;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.keyTimes.push(performance.now() - start);
    requestAnimationFrame(() => channel.port2.postMessage(0));
  };
  addEventListener('keydown', note, true);
  addEventListener('beforeinput', follow, true);
}

/** Puts the caret where a reader would begin to type. */
const places = {
  beginning: (page) => page.keyboard.press('Control+Home'),
  async middle(page) {
    const scroller = page.locator('.cm-scroller');
    await scroller.evaluate((element) => {
      element.scrollTop = element.scrollHeight / 2;
    });
    await page.waitForTimeout(500);
    const { x, y, width, height } = await scroller.boundingBox();
    await page.mouse.click(x + width / 2, y + height / 2);
  },
  end: (page) => page.keyboard.press('Control+End'),
};

/** What the page says when it has counted the text, and nothing else is going on. */
async function open(page, text) {
  const editor = page.getByRole('textbox', { name: 'Text' });
  await editor.waitFor();
  await page.setInputFiles('input[type=file]', {
    name: 'text.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(prose(text)),
  });
  await page.getByText('The text is now text.txt').waitFor();
  await page.locator('.count[aria-busy=false]').waitFor();
  await page.waitForTimeout(1500);
  await editor.focus();
}

async function type(page) {
  for (let press = 0; press < KEY_PRESSES; press++) {
    await page.keyboard.press(press % 2 === 0 ? 'x' : 'Space');
    await page.waitForTimeout(30);
  }
}

async function keyPresses(browser, address, text) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await open(page, text);
  await page.evaluate(watchKeys);
  for (const goTo of Object.values(places)) {
    await goTo(page);
    await page.waitForTimeout(500);
    await type(page);
  }
  const times = await page.evaluate(() => window.keyTimes);
  await context.close();
  return {
    name: `key press to paint, ${text.name}`,
    median: median(times),
    worst: Math.max(...times),
  };
}

/** What the browser itself takes: the same in a field with a few words, on a page with nothing else. */
async function control(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.setContent('<div contenteditable>A few words.</div>');
  await page.locator('div').focus();
  await page.evaluate(watchKeys);
  await type(page);
  const times = await page.evaluate(() => window.keyTimes);
  await context.close();
  return {
    name: 'the same in a bare field with a few words',
    median: median(times),
    worst: Math.max(...times),
  };
}

function bars(rows) {
  const named = (pattern) => rows.filter(({ name }) => pattern.test(name));
  const typical = (row) => row.median;
  const keys = named(/^key press/);
  const where = ({ name }) => name;
  return [
    ...atMost('first token, gpt2: 700 ms', 700, ' ms', named(/token, gpt2/), typical, where),
    ...atMost('first token, o200k_base: 1 s', 1000, ' ms', named(/token, o200k/), typical, where),
    ...atMost(
      'key press, 1 and 10 MB of lines: 20 ms, median',
      20,
      ' ms',
      named(/, 10? MB of lines/),
      typical,
      where,
    ),
    ...atMost(
      'key press, 1 MB in one line: 40 ms, median',
      40,
      ' ms',
      named(/one line/),
      typical,
      where,
    ),
    ...atMost('key press: 100 ms, worst', 100, ' ms', keys, (row) => row.worst, where),
  ];
}

export async function page({ isQuick }) {
  const server = await serve(0);
  const address = `http://localhost:${server.address().port}/`;
  const browser = await chromium.launch(launchOptions);
  const rows = [];
  for (const encoding of ['gpt2', 'o200k_base']) {
    rows.push(await firstToken(browser, address, encoding));
  }
  for (const text of isQuick ? TEXTS.slice(0, 1) : TEXTS) {
    rows.push(await keyPresses(browser, address, text));
  }
  rows.push(await control(browser));
  await browser.close();
  server.close();
  return {
    title: 'The page, in Chromium',
    note:
      `From navigation to the first coloured token with nothing cached (median of ` +
      `${FIRST_TOKEN_RUNS}), and from a key press to the end of the frame that shows it (of ` +
      `${KEY_PRESSES} at the beginning, as many in the middle, and at the end of the text). The last ` +
      'row is what the browser and the machine take for it without bpeek.',
    table: table(
      [
        ['', ({ name }) => name],
        ['median ms', (row) => fixed(row.median)],
        ['worst ms', (row) => fixed(row.worst)],
      ],
      rows,
    ),
    bars: bars(rows),
    data: rows,
  };
}
