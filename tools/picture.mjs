// node tools/picture.mjs FILE.txt OUT.svg: a terminal's text as a picture that reads well in light and dark.
import { readFileSync, writeFileSync } from 'node:fs'

const [from, to] = process.argv.slice(2)
const lines = readFileSync(from, 'utf8').trimEnd().split('\n')
const CHARACTER = 8.4
const LINE = 20
const MARGIN = 18
const BAR = 34
const columns = Math.max(60, ...lines.map((line) => line.length))
const width = Math.ceil(columns * CHARACTER + 2 * MARGIN)
const height = BAR + lines.length * LINE + MARGIN

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const classOf = (line) => (line.startsWith('$ ') ? 'command' : /^(✓|done)|\bdone\b/.test(line) ? 'done' : 'plain')
const rows = lines.map((line, index) =>
  `<text class="${classOf(line)}" x="${MARGIN}" y="${BAR + (index + 0.8) * LINE}" xml:space="preserve">${escape(line)}</text>`)

writeFileSync(to, `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A run of vodflow in a terminal">
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d7dce2 }
.command { fill: #ffffff; font-weight: 600 } .done { fill: #8fd694 }
</style>
<rect width="${width}" height="${height}" rx="8" fill="#1d2329"/>
<circle cx="20" cy="17" r="5" fill="#e8695f"/><circle cx="38" cy="17" r="5" fill="#e5b64a"/><circle cx="56" cy="17" r="5" fill="#6cbf5a"/>
${rows.join('\n')}
</svg>
`)
