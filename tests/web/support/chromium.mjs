// Debian's Chromium, as tests, pictures and benchmarks start it.
import { readFileSync } from 'node:fs';

export const launchOptions = JSON.parse(
  readFileSync(new URL('chromium.json', import.meta.url), 'utf8'),
);
