// dist/embed.js: gives every iframe of bpeek on a page the height that it asks for. It is
// complete in itself, as a module or as a plain script.
addEventListener('message', ({ source, origin, data }: MessageEvent) => {
  if (data?.v !== 1 || data.type !== 'bpeek:resize' || typeof data.height !== 'number') return;
  for (const frame of document.querySelectorAll('iframe')) {
    const isSender = frame.contentWindow === source && new URL(frame.src).origin === origin;
    if (isSender) frame.style.height = `${Math.ceil(data.height)}px`;
  }
});
