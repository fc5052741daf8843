module.exports = {
  title: 'Language models',
  url: 'https://course.example',
  baseUrl: '/',
  trailingSlash: true,
  favicon: 'data:,',
  // The tag, and its room before it is there.
  clientModules: [require.resolve('bpeek/widget'), require.resolve('bpeek/widget.css')],
  presets: [['classic', { docs: { routeBasePath: '/' }, blog: false }]],
  themeConfig: { navbar: { title: 'Language models' } },
};
