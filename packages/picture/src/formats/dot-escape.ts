/** What XML cannot hold at all: halves of surrogate pairs, non-characters, control characters. */
const notXml = /[\p{Cs}\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu

/** A text inside an HTML-like label of DOT, which is read as XML. */
export function escapeDotHtml(text: string): string {
  return text
    .replaceAll(notXml, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/**
 * A text as a quoted string of DOT. `\` begins an escape (`\N` is the node's name) and `&` an entity in those attributes that
 * are shown, so both are written as what cannot begin one.
 */
export function quoteDot(text: string): string {
  const safe = text.replaceAll(notXml, '\ufffd').replaceAll('&', '&amp;').replaceAll('\\', '&#92;').replaceAll('"', '&quot;')
  return `"${safe.replaceAll(/[\r\n]/g, ' ')}"`
}
