import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'Language models',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  themeConfig: {
    sidebar: [
      { text: 'What a model reads', link: '/' },
      { text: 'Why it cannot spell', link: '/spelling' },
    ],
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'bpeek-playground' } } },
});
