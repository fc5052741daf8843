// The element's own room, and what it looks like until the playground is there.

let sheet: CSSStyleSheet | undefined;

/** The same height is in widget.css, for pages that reserve the room before any script runs. */
const css = `
:host {
  display: block;
  position: relative;
  box-sizing: border-box;
  min-height: var(--bpeek-min-height, 480px);
  contain: layout;
  border-radius: 12px;
  text-align: start;
  letter-spacing: normal;
  word-spacing: normal;
  text-transform: none;
  text-indent: 0;
  white-space: normal;
}
:host([hidden]) {
  display: none;
}
.placeholder {
  position: absolute;
  inset: 0;
  overflow: auto;
  padding: 20px 24px;
  border: 1px solid color-mix(in srgb, currentColor 16%, transparent);
  border-radius: 12px;
  font: 17px / 1.75 var(--bpeek-font, ui-monospace, monospace);
  white-space: pre-wrap;
}
.placeholder-bar {
  position: absolute;
  right: 24px;
  bottom: 20px;
  left: 24px;
  display: flex;
  gap: 8px 16px;
  flex-wrap: wrap;
  align-items: center;
  font: 15px / 24px system-ui, sans-serif;
}
.placeholder-bar p {
  margin: 0;
}
.placeholder-bar button {
  min-height: 36px;
  padding: 0 16px;
  border: 1px solid currentColor;
  border-radius: 8px;
  background: Canvas;
  color: CanvasText;
  font: inherit;
  font-weight: 500;
  cursor: pointer;
}
`;

export function hostStyles(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}
