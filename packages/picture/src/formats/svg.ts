import type { GraphPicture } from '../graph-picture.ts'
import { escapeDotHtml } from './dot-escape.ts'
import { pictureDot } from './dot.ts'
import { palette } from './palette.ts'

/** The picture as SVG that reads in light and in dark; Graphviz is loaded at the first one. Ends with a line feed. */
export async function pictureSvg(picture: GraphPicture): Promise<string> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz')
  const graphviz = await Graphviz.load()
  return finished(graphviz.dot(pictureDot(picture)), picture.title)
}

/** Without the prologue, which a page cannot embed, and with a style sheet and a name. */
function finished(drawn: string, title: string): string {
  const from = drawn.indexOf('<svg')
  const headEnd = drawn.indexOf('>', from) + 1
  const head = drawn.slice(from, headEnd - 1).replaceAll('\n', '')
  const body = drawn.slice(headEnd).replaceAll(/<!--[^]*?-->\n?/g, '').replace(/<title>[^<]*<\/title>\n/, '')
  return `${head} role="img" aria-label="${escapeDotHtml(title)}">\n<!-- vodflow graph -->\n<style>\n${styleSheet}</style>${body.trimEnd()}\n`
}

const darkRules = Object.values(palette).map(({ light, dark }) => `  [fill="${light}"] { fill: ${dark} } [stroke="${light}"] { stroke: ${dark} }\n`)
const styleSheet = `@media (prefers-color-scheme: dark) {\n${darkRules.join('')}}\n`
