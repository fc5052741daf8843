import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';

export default defineConfig({
  integrations: [
    starlight({
      title: 'Language models',
      customCss: ['bpeek/widget.css'],
      components: { Head: './src/components/Head.astro' },
      sidebar: [
        { label: 'What a model reads', slug: 'index' },
        { label: 'Why it cannot spell', slug: 'spelling' },
      ],
    }),
  ],
});
