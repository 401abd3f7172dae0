import type { TaskId } from '@vodflow/core'
import type { GraphPicture, PictureBox, PictureEdge } from '../graph-picture.ts'
import type { PictureProblem } from '../task-problems.ts'
import { wrap } from '../wrap.ts'
import { escapeMermaid } from './mermaid-escape.ts'
import { palette } from './palette.ts'

/** A box brings both its colours, since Mermaid's themes are light or dark. */
const { problem, problemBox } = palette

/** The picture for Mermaid, as Markdown on many sites shows it. Pure; ends with a line feed. */
export function pictureMermaid(picture: GraphPicture): string {
  const boxes = picture.columns.flatMap(({ groups }) => groups.flatMap((group) => group.boxes))
  const names = new Map(boxes.map(({ id }, at) => [id, `t${at}`]))
  const nameOf = (id: TaskId) => names.get(id) ?? 'unknown'
  const red = [...boxes.filter(({ problems }) => problems.length > 0).map(({ id }) => nameOf(id)), ...(picture.problems.length > 0 ? ['problems'] : [])]
  return `${[
    '%% vodflow graph',
    `%% ${escapeMermaid(picture.title)}`,
    'flowchart LR',
    ...picture.columns.flatMap(({ stage, groups }) => [
      `  subgraph stage_${stage}["${stage}"]`,
      ...groups.flatMap((group) => {
        const lines = group.boxes.map((box) => `${nameOf(box.id)}["${boxLabel(box)}"]`)
        return groups.length === 1 ? lines.map((line) => `    ${line}`) : [`    subgraph ${groupName(group.id)}[" "]`, ...lines.map((line) => `      ${line}`), '    end']
      }),
      '  end',
    ]),
    ...(picture.problems.length > 0 ? [`  problems["${picture.problems.map(problemLabel).join('<br/>')}"]`] : []),
    ...picture.edges.map((edge) => `  ${edgeLine(edge, picture, nameOf)}`),
    ...(red.length > 0 ? [`  classDef problem fill:${problemBox.light},stroke:${problem.light},color:${problem.light},stroke-width:2px`, `  class ${red.join(',')} problem`] : []),
  ].join('\n')}\n`
}

const groupName = (id: string): string => `group_${id.replaceAll('.', '_')}`

function boxLabel({ id, words, problems }: PictureBox): string {
  return [lines(id), ...words.map(lines), ...problems.map(problemLabel)].join('<br/>')
}

function problemLabel({ severity, code, message }: PictureProblem): string {
  return lines(`${severity}: ${message} [${code}]`)
}

function lines(text: string): string {
  return wrap(text, 60, 8).map(escapeMermaid).join('<br/>')
}

function edgeLine({ from, to, label }: PictureEdge, { columns }: GraphPicture, nameOf: (id: TaskId) => string): string {
  const arrow = label === undefined ? '-->' : `-->|"${escapeMermaid(label)}"|`
  if ('box' in to) return `${nameOf(from)} ${arrow} ${nameOf(to.box)}`
  const column = columns.find(({ groups }) => groups.some(({ id }) => id === to.group))
  return `${nameOf(from)} ${arrow} ${column?.groups.length === 1 ? `stage_${column.stage}` : groupName(to.group)}`
}
