/** The route beside an address whose moves are told a moment after they have been made. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Address } from '../../web/src/state/address.ts';
import { createRoute } from '../../web/src/state/route.ts';

/** As a browser's: a link changes the fragment at once, and `hashchange` comes later. */
function browserAddress(initial: string) {
  let now = initial;
  let follow = () => {};
  const to = (fragment: string) => {
    now = fragment;
  };
  const address: Address = {
    fragment: () => now,
    replace: to,
    push: to,
    onMove(callback) {
      follow = callback;
      return () => {};
    },
  };
  return { address, click: to, hashchange: () => follow() };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the address follows with a pause', () => {
  const { address } = browserAddress('#/merges');
  const route = createRoute(address, ['tokens', 'merges', 'train']);
  route.set({ step: '3' });
  expect(address.fragment()).toBe('#/merges');
  vi.runAllTimers();
  expect(address.fragment()).toBe('#/merges?step=3');
  route.set({ step: '4' });
  vi.runAllTimers();
  expect(address.fragment()).toBe('#/merges?step=4');
  route.dispose();
});

test('what waits to be written does not take the place of a link that has just been followed', () => {
  const { address, click, hashchange } = browserAddress('#/merges');
  const route = createRoute(address, ['tokens', 'merges', 'train']);
  route.set({ step: '3' });
  click('#/train');
  vi.runAllTimers();
  expect(address.fragment()).toBe('#/train');
  hashchange();
  expect(route.view.value).toBe('train');
  route.set({ size: '300' });
  vi.runAllTimers();
  expect(address.fragment()).toBe('#/train?size=300');
  expect(route.hrefOf('merges')).toBe('#/merges?step=3');
  route.dispose();
});
