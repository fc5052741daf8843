/** The Merges view, as a learner uses it: a piece is chosen and watched being built. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Tokenizer } from '../../wasm/index.ts';
import '../wasm/support/dist.ts';
import { expectNoBarriers } from './support/axe.ts';
import { policyPicker, useBrowser } from './support/browser.ts';

const browser = useBrowser();
let o200k: Tokenizer;

beforeAll(async () => {
  o200k = await Tokenizer.load('o200k_base');
});
afterAll(() => o200k.free());

interface Opening {
  text?: string;
  params?: Record<string, string>;
  width?: number;
}

async function openMerges({ text, params = {}, width = 1200 }: Opening = {}): Promise<Page> {
  const page = await browser.open({
    viewport: { width, height: 860 },
    ...(text === undefined ? {} : { text }),
    path: fragment(params),
  });
  await column(page).waitFor();
  return page;
}

const fragment = (params: Record<string, string>) => `#/merges?${new URLSearchParams(params)}`;

let shared: Page;
beforeAll(async () => {
  shared = await openMerges();
});

/** The page that several tests use one after the other, for pieces that are typed. */
async function openPiece(piece: string, params: Record<string, string> = {}): Promise<Page> {
  await shared.evaluate(
    (hash) => {
      location.hash = hash;
    },
    fragment({ piece, ...params }),
  );
  await shared.getByLabel('Encoding').selectOption('o200k_base');
  await column(shared).waitFor();
  await expect.poll(() => shared.getByLabel('Your piece').inputValue()).toBe(piece);
  return shared;
}

const column = (page: Page, encoding = 'o200k_base') =>
  page.getByRole('region', { name: `The piece under ${encoding}` });
const pieces = (page: Page) => page.getByRole('listbox', { name: 'Pieces' }).getByRole('option');
const chosen = (page: Page) =>
  page.getByRole('listbox', { name: 'Pieces' }).getByRole('option', { selected: true });
const rows = (page: Page, encoding?: string) =>
  column(page, encoding).locator('.ladder').getByRole('listitem');
const stage = (page: Page, encoding?: string) => column(page, encoding).locator('.stage .bar');
const shownStep = (page: Page) => page.locator('.player-step').innerText();

/** The steps that the engine makes of a piece, as the rows should tell them. */
const ranks = (piece: string) =>
  o200k.explain(piece).steps.map(({ rank }) => `rank ${rank.toLocaleString('en')}`);

test('a piece of the text is chosen, and each step of it is a row', async () => {
  const page = await openMerges({ text: "She'd untangled 1234 ropes." });
  expect(
    await pieces(page)
      .allInnerTexts()
      .then((all) => all.map((each) => each.split('\n'))),
  ).toEqual([
    ["She'd", 'letters + contraction'],
    ['␣untangled', 'letters'],
    ['␣', 'space'],
    ['123', 'digits'],
    ['4', 'digits'],
    ['␣ropes', 'letters'],
    ['.', 'punctuation'],
  ]);
  await pieces(page).nth(1).click();
  expect(await chosen(page).getAttribute('aria-label')).toContain('untangled');
  const notes = await rows(page).locator('.ladder-note').allInnerTexts();
  const count = o200k.count(' untangled');
  expect(notes).toEqual([...ranks(' untangled'), `${count} ${count === 1 ? 'token' : 'tokens'}`]);
  expect(await rows(page).first().locator('.bar').allInnerTexts()).toEqual([...'␣untangled']);
  // At the end stand the tokens that encode gives, with their ids.
  const ids = await column(page).locator('.stage-token .rank').allInnerTexts();
  expect(ids).toEqual(Array.from(o200k.encode(' untangled'), (id) => `id ${id}`));
  // Nothing merges across the walls on both sides, and the page says so.
  const reasons = column(page).locator('.reasons');
  await reasons.getByText('Different pieces: letters + contraction, then letters.').waitFor();
  await reasons.getByText('Different pieces: letters, then space.').waitFor();
  // The address holds what was chosen.
  await expect.poll(() => page.url()).toContain('#/merges?piece=+untangled&at=5');
  await page.reload();
  await chosen(page).waitFor();
  expect(await chosen(page).getAttribute('aria-label')).toContain('untangled');
});

test('one steps, scrubs and plays from the bytes to the tokens', async () => {
  const page = await openPiece(' tokens');
  const { steps } = o200k.explain(' tokens');
  const total = steps.length;
  expect(await shownStep(page)).toBe(`Step ${total} of ${total}`);
  await page.getByRole('button', { name: 'To the bytes' }).click();
  expect(await stage(page).allInnerTexts()).toEqual([...'␣tokens']);
  await expect.poll(() => page.url()).toContain('step=0');
  const first = steps[0]!;
  await column(page).locator('.stage-caption').getByText(`rank ${first.rank}`).waitFor();

  await page.getByRole('button', { name: 'One step on' }).click();
  expect(await stage(page).count()).toBe(6);
  const slider = page.getByRole('slider', { name: 'Step' });
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  expect(await shownStep(page)).toBe(`Step 2 of ${total}`);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  expect(await shownStep(page)).toBe(`Step 0 of ${total}`);
});

test('it plays to the end and stops there; a hand on the slider stops it before', async () => {
  const page = await openPiece('the');
  const total = o200k.explain('the').steps.length;
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await expect.poll(() => shownStep(page), { timeout: 20_000 }).toBe(`Step ${total} of ${total}`);
  await page.getByRole('button', { name: 'Play' }).waitFor();
  expect(await stage(page).allInnerTexts()).toEqual(['the']);
  await expect.poll(() => page.url()).not.toContain('step=');
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByRole('slider', { name: 'Step' }).fill('1');
  await page.getByRole('button', { name: 'Play' }).waitFor();
  expect(await shownStep(page)).toBe(`Step 1 of ${total}`);
});

test('bytes of one character are shown with that character', async () => {
  const page = await openMerges({ text: 'x 뷁!', params: { piece: ' 뷁', at: '1', step: '0' } });
  expect(await stage(page).allInnerTexts()).toEqual(['␣', 'EB', 'B7', '81']);
  const bracket = column(page).locator('.stage .bars-character.is-long');
  expect(await bracket.innerText()).toBe('뷁');
  const [above, bytes] = await Promise.all([
    bracket.boundingBox(),
    Promise.all([1, 3].map((i) => stage(page).nth(i).boundingBox())),
  ]);
  expect(Math.abs(above!.x - bytes[0]!.x)).toBeLessThan(2);
  expect(Math.abs(above!.x + above!.width - bytes[1]!.x - bytes[1]!.width)).toBeLessThan(2);
  // Three tokens for one character; why, is told place by place.
  await page.getByRole('button', { name: 'To the end' }).click();
  expect(await stage(page).allInnerTexts()).toEqual(['␣EB', 'B7', '81']);
  const reasons = column(page).locator('.reasons').getByRole('listitem');
  const told = await reasons.allInnerTexts();
  const boundary = o200k.explain(' 뷁').boundaries[0]!;
  if (boundary.reason !== 'lost') throw new Error('this piece has been chosen for a lost pair');
  expect(told[1]).toContain('A better pair went first');
  expect(told[1]).toContain(`before rank ${boundary.lost.rank.toLocaleString('en')}`);
  expect(told[2]).toContain('Together they are no token.');
  // The winner is a link to its step.
  await reasons.nth(1).getByRole('button').click();
  expect(await shownStep(page)).toBe(`Step ${boundary.winner} of 1`);
  // In the text the character stands once, with a sliver for each token more.
  expect(await chosen(page).locator('.piece-tokens').innerText()).toBe('␣뷁');
  expect(await chosen(page).locator('.text-sliver').count()).toBe(2);
});

test('the same piece under two encodings', async () => {
  const page = await openPiece(' tokenization');
  await page.getByLabel('beside').selectOption('gpt2');
  await column(page, 'gpt2').waitFor();
  const gpt2 = await Tokenizer.load('gpt2');
  const { steps } = gpt2.explain(' tokenization');
  gpt2.free();
  const ranks = steps.map(({ rank }) => `rank ${rank.toLocaleString('en')}`);
  // The column is there before the encoding is.
  await expect
    .poll(async () =>
      (await rows(page, 'gpt2').locator('.ladder-note').allInnerTexts()).slice(0, -1),
    )
    .toEqual(ranks);
  await expect.poll(() => page.url()).toContain('beside=gpt2');
  // One hand steps through both.
  await page.getByRole('slider', { name: 'Step' }).fill('1');
  await expect.poll(() => stage(page).count()).toBe(12);
  await expect.poll(() => stage(page, 'gpt2').count()).toBe(12);
  const [left, right] = await Promise.all([
    column(page).boundingBox(),
    column(page, 'gpt2').boundingBox(),
  ]);
  expect(right!.x).toBeGreaterThan(left!.x + left!.width);
  expect(right!.y).toBe(left!.y);
  // Another main encoding; the same as beside: once is enough.
  await page.getByLabel('Encoding').selectOption('gpt2');
  await expect.poll(() => page.locator('.merges-column').count()).toBe(1);
});

test('what is typed may be several pieces, with walls between them', async () => {
  const page = await openPiece('one');
  await page.getByLabel('Your piece').fill('one 2!');
  await expect.poll(() => stage(page).allInnerTexts()).toEqual(['one', '␣', '2', '!']);
  expect(await column(page).locator('.stage .bars-wall').count()).toBe(3);
  const reasons = column(page).locator('.reasons');
  await reasons.getByText('Different pieces: digits, then punctuation.').waitFor();
  await page.getByLabel('Your piece').fill('<|endoftext|>');
  await policyPicker(page).selectOption('parse');
  await column(page).getByText('A special token is put in by name').waitFor();
  await page.getByText('Nothing merges here.').waitFor();
  await policyPicker(page).selectOption('error');
  await column(page).getByRole('alert').getByText('is a special token').waitFor();
  await policyPicker(page).selectOption('literal');
  await page.getByLabel('Your piece').fill('ha'.repeat(200));
  await column(page).getByRole('alert').getByText('choose or type a shorter one').waitFor();
});

test('without a split pattern there are no walls', async () => {
  const page = await openMerges({ text: 'Hello brave world', params: { beside: 'gpt2' } });
  await page.getByLabel('Encoding').selectOption('llama2');
  await column(page, 'llama2').waitFor();
  await page.getByText('llama2 has no split pattern').waitFor();
  expect(await page.locator('.piece.has-wall').count()).toBe(1);
  await pieces(page).filter({ hasText: 'brave' }).click();
  const llama2 = await Tokenizer.load('llama2');
  const ids = Array.from(llama2.encode(' brave')).slice(1);
  llama2.free();
  expect(await column(page, 'llama2').locator('.stage-token .rank').allInnerTexts()).toEqual(
    ids.map((id) => `id ${id}`),
  );
  const reasons = column(page, 'llama2').locator('.reasons');
  await reasons.getByText('Together they are no token.').first().waitFor();
});

test("a token's card leads to its merges", async () => {
  const page = await browser.open();
  await page.locator('.count[aria-busy=false]').waitFor();
  const card = page.getByRole('region', { name: 'Token', exact: true });
  await card.getByRole('link', { name: '1 step →' }).click();
  await column(page).waitFor();
  expect(await stage(page).allInnerTexts()).toEqual(['␣EB', 'B7', '81']);
  expect(await chosen(page).locator('.piece-tokens').innerText()).toBe('␣뷁');
  await page.goBack();
  await card.waitFor();
});

test('all of it by keyboard', async () => {
  const page = await openMerges({ text: 'unbelievable stories\nof ropes' });
  await page.getByRole('listbox', { name: 'Pieces' }).focus();
  const name = () => chosen(page).getAttribute('aria-label');
  await page.keyboard.press('Home');
  expect(await name()).toContain('unbelievable');
  await page.keyboard.press('ArrowRight');
  expect(await name()).toContain('stories');
  await page.keyboard.press('ArrowDown');
  expect(await name()).toMatch(/ropes|line feed/);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  expect(await name()).toContain('unbelievable');
  // Past the buttons to the slider, on to the stage, and into the steps.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await page.keyboard.press('Space');
  const total = o200k.explain('unbelievable').steps.length;
  const stageBox = column(page).locator('.stage-bars');
  await stageBox.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  expect(await shownStep(page)).toBe(`Step 1 of ${total}`);
  await page.keyboard.press('Tab');
  const row = page.locator('.ladder-row:focus');
  await expect.poll(() => row.getAttribute('aria-current')).toBe('step');
  await page.keyboard.press('ArrowDown');
  expect(await shownStep(page)).toBe(`Step 2 of ${total}`);
  await expect.poll(() => row.getAttribute('aria-current')).toBe('step');
  expect(await row.getAttribute('aria-label')).toMatch(/^\S+ and \S+ merge, rank [\d,]+$/);
});

test('the tree is there in words', async () => {
  const page = await openPiece('tokens');
  const tree = column(page).getByRole('img', { name: 'Merge tree of tokens' });
  const nodes = await tree.locator('text').allInnerTexts();
  const { starts, steps } = o200k.explain('tokens');
  expect(nodes).toHaveLength(starts.length + steps.length);
  const words = (await tree.locator('desc').textContent())!.split('. ');
  expect(words).toHaveLength(steps.length);
  expect(words[0]).toMatch(/^\S+ is \S+ and \S+$/);
});

test('a long text is turned page by page, and only a page is in the document', async () => {
  const line = 'The lighthouse keeper counted ships.\n';
  const page = await openMerges({ text: line.repeat(5000) });
  expect(await pieces(page).count()).toBeLessThan(600);
  const first = await pieces(page).count();
  await page.getByRole('button', { name: 'Page after' }).click();
  await page.getByText('Page 2 of').first().waitFor();
  await pieces(page).nth(3).click();
  expect(await name(page)).toContain('counted');
  await page.getByText('Page 2 of').first().waitFor();
  expect(await pieces(page).count()).toBe(first);
});

const name = (page: Page) => chosen(page).getAttribute('aria-label');

test('nothing moves for who asked for that', async () => {
  const page = await openPiece(' tokens', { step: '1' });
  const motion = () =>
    stage(page).evaluateAll((all) => all.map((bar) => getComputedStyle(bar).animationName));
  expect(await motion()).toContain('close-up');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(new Set(await motion())).toEqual(new Set(['none']));
  await page.emulateMedia({ reducedMotion: null });
});

test.each([
  [1200, 'light'],
  [360, 'dark'],
] as const)('%i px wide, %s: accessible, and nothing sticks out', async (width, colorScheme) => {
  const page = await openMerges({
    text: '뷁tokens 12',
    width,
    params: { beside: 'gpt2', piece: '뷁tokens', at: '0', step: '3' },
  });
  await page.emulateMedia({ colorScheme });
  await column(page, 'gpt2').waitFor();
  await expectNoBarriers(page);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});
