import { taskId } from '@vodflow/core'
import type { GraphPicture, PictureBox, PictureGroup } from './graph-picture.ts'

/** A picture with more boxes in a group tells nothing to the eye, and laying it out takes minutes. */
const mostBoxes = 240

/** The same with at most so many boxes in each group, those with problems first; a last one says how many are left out. */
export function cutPicture(picture: GraphPicture, most: number = mostBoxes): GraphPicture {
  const columns = picture.columns.map((column) => ({ ...column, groups: column.groups.map((group) => cutGroup(group, most)) }))
  const left = new Set(columns.flatMap(({ groups }) => groups.flatMap(({ boxes }) => boxes.map(({ id }) => id))))
  const edges = picture.edges.filter(({ from, to }) => left.has(from) && (!('box' in to) || left.has(to.box)))
  return { ...picture, columns, edges }
}

function cutGroup(group: PictureGroup, most: number): PictureGroup {
  if (group.boxes.length <= most) return group
  const wanted = new Set([...group.boxes.filter(isRed), ...group.boxes.filter((box) => !isRed(box))].slice(0, most - 1))
  const rest: PictureBox = {
    id: taskId(`${group.id}: and ${group.boxes.length - wanted.size} more`), kind: 'source', words: ["'vodflow graph --format text' has them all"], problems: [],
  }
  return { ...group, boxes: [...group.boxes.filter((box) => wanted.has(box)), rest] }
}

const isRed = ({ problems }: PictureBox): boolean => problems.length > 0
