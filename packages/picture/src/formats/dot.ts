import { textWidth } from '@vodflow/core'
import { cutPicture } from '../cut-picture.ts'
import type { GraphPicture, PictureBox, PictureColumn, PictureEdge, PictureGroup } from '../graph-picture.ts'
import type { PictureProblem } from '../task-problems.ts'
import { wrap } from '../wrap.ts'
import { escapeDotHtml, quoteDot } from './dot-escape.ts'
import { fontName, palette } from './palette.ts'

/** Columns of text in a box, and rows of boxes before a group goes on beside them. */
const boxColumns = 46
const rowsOfBoxes = 10
/** Problems of no box that are shown. */
const problemsAbove = 12

/** The picture for Graphviz, of a very large graph a part of it. Pure; ends with a line feed. */
export function pictureDot(whole: GraphPicture): string {
  const picture = cutPicture(whole)
  const allGroups = new Map(picture.columns.flatMap(({ groups }) => groups).map((group) => [group.id, group]))
  const clusters = new Map(picture.columns.flatMap((column, at) => column.groups.map((group) => [group.id, clusterName(column, at, group)])))
  return `${[
    '// vodflow graph',
    'digraph {',
    `  graph [rankdir=LR, compound=true, nodesep=0.14, ranksep=0.45, pad=0.25, labelloc=t, labeljust=l, bgcolor="${palette.page.light}", fontname="${fontName}", fontsize=13, fontcolor="${palette.ink.light}", label=<${header(picture)}>]`,
    `  node [shape=box, style="rounded,filled", margin="0.1,0.06", fontname="${fontName}", fontsize=12, fontcolor="${palette.ink.light}", color="${palette.boxLine.light}", fillcolor="${palette.box.light}"]`,
    `  edge [color="${palette.edge.light}", arrowsize=0.7, fontname="${fontName}", fontsize=10, fontcolor="${palette.condition.light}"]`,
    ...picture.columns.flatMap((column, at) => columnLines(column, at, picture.edges)),
    ...picture.edges.flatMap((edge) => edgeLines(edge, picture.edges, allGroups, clusters).map((line) => `  ${line}`)),
    '}',
  ].join('\n')}\n`
}

function header({ title, problems }: GraphPicture): string {
  const rows = [bold(title, 14), ...problems.slice(0, problemsAbove).flatMap((problem) => problemRows(problem, 100))]
  if (problems.length > problemsAbove) rows.push(coloured(`and ${problems.length - problemsAbove} more`, palette.problem.light))
  return table(rows, Math.max(...rows.map(({ width }) => width)))
}

/** A group has a frame of its own only where a stage has several. */
function clusterName({ groups }: PictureColumn, at: number, { id }: PictureGroup): string {
  return groups.length === 1 ? `cluster_${at}` : `cluster_${at}_${groups.findIndex((group) => group.id === id)}`
}

const frame = (fill: string): string => `style="rounded,filled", color="${palette.columnLine.light}", fillcolor="${fill}"`

function columnLines(column: PictureColumn, at: number, edges: readonly PictureEdge[]): readonly string[] {
  const groups = column.groups.map((group) => groupLines(group, edges))
  return [
    `  subgraph cluster_${at} {`,
    `    graph [labeljust=l, fontsize=11, fontcolor="${palette.muted.light}", label="${column.stage}", margin=10, ${frame(palette.column.light)}]`,
    ...(column.groups.length === 1
      ? groups.flat()
      : column.groups.flatMap((group, index) => [
          `    subgraph ${clusterName(column, at, group)} {`, `      graph [label="", ${frame(palette.group.light)}]`, ...(groups[index] ?? []), '    }',
        ])),
    '  }',
  ]
}

/** Boxes of one width stand below each other; more than a few go on beside them, held there by edges that are not drawn. */
function groupLines({ boxes }: PictureGroup, edges: readonly PictureEdge[]): readonly string[] {
  const rows = boxes.map(rowsOfBox)
  const width = Math.max(...rows.flat().map((row) => row.width))
  const files = filesOf(boxes, edges)
  const besides = files.flatMap((file, index) =>
    file.flatMap(({ id }, at) => {
      const before = files[index - 1]?.[at]
      return before === undefined ? [] : [`    ${quoteDot(before.id)} -> ${quoteDot(id)} [style=invis]`]
    }))
  // On its side, Graphviz draws a rank from the bottom up.
  const below = files.filter((file) => file.length > 1).map((file) => `    { rank=same; ${file.toReversed().map(({ id }) => quoteDot(id)).join(' -> ')} [style=invis] }`)
  return [...boxes.map((box, index) => `    ${boxLine(box, rows[index] ?? [], width)}`), ...below, ...besides]
}

/** The boxes that no neighbour waits for, in columns; the others stand where their edges put them. */
function filesOf(boxes: readonly PictureBox[], edges: readonly PictureEdge[]): readonly (readonly PictureBox[])[] {
  const own = new Set(boxes.map(({ id }) => id))
  const inside = edges.flatMap(({ from, to }) => ('box' in to && own.has(from) && own.has(to.box) ? [{ from, to: to.box }] : []))
  const users = new Set(inside.map(({ to }) => to))
  const used = new Set(inside.map(({ from }) => from))
  const first = boxes.filter(({ id }) => used.has(id))
  const loose = boxes.filter(({ id }) => !used.has(id) && !users.has(id))
  const height = Math.max(rowsOfBoxes, Math.ceil(Math.sqrt(loose.length * 2.5)), first.length)
  const files: PictureBox[][] = [[...first]]
  for (const box of loose) {
    const last = files.at(-1)
    if (last !== undefined && last.length < height) last.push(box)
    else files.push([box])
  }
  return files
}

/** A line of text in a box or above the picture. */
interface Row {
  readonly html: string
  readonly points: number
  /** Points; ours, since Graphviz knows only the Latin letters of one font, and viewers have wider ones. */
  readonly width: number
}

function rowsOfBox({ id, words, problems }: PictureBox): readonly Row[] {
  return [
    bold(id, 12),
    ...words.flatMap((phrase) => wrap(phrase, boxColumns, 3)).map((line) => coloured(line, palette.muted.light)),
    ...problems.flatMap((problem) => problemRows(problem, boxColumns)),
  ]
}

function boxLine({ id, problems }: PictureBox, rows: readonly Row[], width: number): string {
  const red = problems.length > 0 ? `, color="${palette.problem.light}", fillcolor="${palette.problemBox.light}", penwidth=1.6` : ''
  return `${quoteDot(id)} [label=<${table(rows, width)}>${red}]`
}

function problemRows({ severity, code, message }: PictureProblem, columns: number): readonly Row[] {
  return wrap(`${severity}: ${message} [${code}]`, columns, 8).map((line) => coloured(line, palette.problem.light))
}

function bold(text: string, points: number): Row {
  return { html: `<B>${escapeDotHtml(text)}</B>`, points, width: Math.ceil(textWidth(text) * points * 0.66) }
}

function coloured(text: string, colour: string): Row {
  return { html: `<FONT COLOR="${colour}">${escapeDotHtml(text)}</FONT>`, points: 10, width: Math.ceil(textWidth(text) * 6.1) }
}

function table(rows: readonly Row[], width: number): string {
  const cells = rows.map(({ html, points }) => `<TR><TD ALIGN="LEFT" WIDTH="${width}"><FONT POINT-SIZE="${points}">${html}</FONT></TD></TR>`)
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1">${cells.join('')}</TABLE>`
}

/** An edge to a group ends at its frame. Those behind it are not drawn: they keep its first boxes below each other, in order. */
function edgeLines(
  { from, to, label }: PictureEdge, edges: readonly PictureEdge[], groups: ReadonlyMap<string, PictureGroup>, clusters: ReadonlyMap<string, string>,
): readonly string[] {
  const row = label === undefined ? undefined : coloured(label, palette.condition.light)
  const text = row ? [`label=<${table([row], row.width)}>`] : []
  if ('box' in to) return [`${quoteDot(from)} -> ${quoteDot(to.box)}${text.length > 0 ? ` [${text.join(', ')}]` : ''}`]
  const group = groups.get(to.group)
  const [file = []] = group ? filesOf(group.boxes, edges) : []
  const middle = Math.floor((file.length - 1) / 2)
  return file.map(({ id }, at) => {
    const attributes = at === middle ? [`lhead=${clusters.get(to.group) ?? ''}`, ...text] : ['style=invis']
    return `${quoteDot(from)} -> ${quoteDot(id)} [${attributes.join(', ')}]`
  })
}
