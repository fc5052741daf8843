// The API reference as Markdown, whose signatures are HTML in which types are links.
import { readReference } from './reference.mjs';

const titles = [
  ['class', 'Classes'],
  ['function', 'Functions'],
  ['constant', 'Constants'],
  ['interface', 'Objects that are passed and returned'],
  ['type', 'Types'],
];

export function referencePage(folder) {
  const exported = readReference(folder);
  const names = new Set(exported.map(({ name }) => name));
  const parts = titles.map(([kind, title]) => {
    const entries = exported.filter((entry) => entry.kind === kind);
    const list = entries.map(({ name }) => link(name, names)).join(' · ');
    return [`## ${title}`, list, ...entries.map((entry) => section(entry, names))].join('\n\n');
  });
  return `# API reference

All that \`import … from 'bpeek'\` gives, from the doc comments of the source.

${parts.join('\n\n')}
`;
}

function section({ name, signature, comment, members }, names) {
  const rows = members.map((member) => memberSection(name, member, names));
  const others = new Set(names);
  others.delete(name);
  return [`### ${name}`, code(signature, others), prose(comment, names), ...rows].join('\n\n');
}

function memberSection(owner, { name, isStatic, signature, comment }, names) {
  const dot = name.startsWith('[') ? '' : '.';
  const title = name === 'constructor' ? `new ${owner}` : `${isStatic ? owner : ''}${dot}${name}`;
  return [`#### ${title}`, code(signature, names), prose(comment, names)].join('\n\n');
}

function code(signature, names) {
  const html = asHtml(signature).replace(/\b[A-Z]\w+\b/g, (name) =>
    names.has(name) ? `<a href="#${name.toLowerCase()}">${name}</a>` : name,
  );
  return `<pre class="signature"><code>${html}</code></pre>`;
}

function asHtml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

// Tags become sentences of their own.
function prose(comment, names) {
  return comment
    .replace(/\{@link ([\w.]+)\}/g, (_, name) => link(name, names))
    .replace(/^@param (?:options\.)?(\w+) /gm, '\n- `$1`: ')
    .replace(/^@returns /gm, '\n**Returns** ')
    .replace(/^@throws (?:\{(\w+)\} )?/gm, (_, name) =>
      name ? `\n**Throws** ${link(name, names)}: ` : '\n**Throws** ',
    );
}

function link(name, names) {
  const [owner] = name.split('.');
  return names.has(owner) ? `[\`${name}\`](#${owner.toLowerCase()})` : `\`${name}\``;
}
