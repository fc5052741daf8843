// What the documentation does beyond being read: code is copied, the contents fold on phones.

for (const code of document.querySelectorAll('article pre > code')) {
  const { parentElement: block } = code;
  block.tabIndex = 0;
  if (block.classList.contains('signature') || !navigator.clipboard) continue;
  const frame = document.createElement('div');
  frame.className = 'code';
  block.replaceWith(frame);
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    button.textContent = await copy(code.textContent);
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2000);
  });
  frame.append(block, button);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied';
  } catch {
    return 'Select and copy';
  }
}

const contents = document.querySelector('.contents');
const isNarrow = matchMedia('(max-width: 860px)');
const fold = () => {
  contents.open = !isNarrow.matches;
};
isNarrow.addEventListener('change', fold);
fold();
