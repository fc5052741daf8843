import Reveal from './node_modules/reveal.js/dist/reveal.mjs';

Reveal.initialize({ width: 1120, height: 700, hash: true });
