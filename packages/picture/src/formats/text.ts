import type { TaskId } from '@vodflow/core'
import type { GraphPicture, PictureBox, PictureEdge } from '../graph-picture.ts'
import type { PictureProblem } from '../task-problems.ts'

export interface PictureTextOptions {
  readonly red: (text: string) => string
  readonly dim: (text: string) => string
}

const withoutColours: PictureTextOptions = { red: (text) => text, dim: (text) => text }

/** A line of the tree, and what hangs below it. */
interface Branch {
  readonly lines: readonly string[]
  readonly children: readonly Branch[]
}

/** The picture as a tree for terminals. Pure; ends with a line feed. */
export function pictureText(picture: GraphPicture, options: PictureTextOptions = withoutColours): string {
  const tree = new Tree(picture, options)
  return `${[
    `task graph: ${picture.title}`,
    ...picture.problems.map((problem) => problemLine(problem, options)),
    '',
    ...tree.roots().flatMap((branch) => [...branch.lines, ...below(branch.children)]),
  ].join('\n')}\n`
}

function below(children: readonly Branch[]): readonly string[] {
  return children.flatMap(({ lines: [first = '', ...rest], children: own }, index) => {
    const last = index === children.length - 1
    const rail = last ? '   ' : '│  '
    const stem = own.length > 0 ? '│  ' : '   '
    return [`${last ? '└─ ' : '├─ '}${first}`, ...rest.map((line) => `${rail}${stem}${line}`), ...below(own).map((line) => `${rail}${line}`)]
  })
}

function problemLine({ severity, code, message, place }: PictureProblem, { red }: PictureTextOptions): string {
  return red(`${severity === 'info' ? 'i' : '✗'} ${place === undefined ? '' : `${place}: `}${severity}: ${message} [${code}]`)
}

/** Each box once: below the first that it waits for, with the others named. */
class Tree {
  private readonly edgesFrom: ReadonlyMap<TaskId, readonly PictureEdge[]>
  /** Neighbours that a box waits for. */
  private readonly after: ReadonlyMap<TaskId, readonly TaskId[]>
  private readonly options: PictureTextOptions
  private readonly groups: ReadonlyMap<string, readonly PictureBox[]>
  private readonly groupOfBox: ReadonlyMap<TaskId, string>
  private readonly shown = new Set<TaskId>()

  constructor(picture: GraphPicture, options: PictureTextOptions) {
    this.options = options
    const groups = picture.columns.flatMap((column) => column.groups)
    this.groups = new Map(groups.map(({ id, boxes }) => [id, boxes]))
    this.groupOfBox = new Map(groups.flatMap(({ id, boxes }) => boxes.map((box) => [box.id, id] as const)))
    this.edgesFrom = gathered(picture.edges.map((edge) => [edge.from, edge]))
    this.after = gathered(picture.edges.flatMap((edge) => ('box' in edge.to && this.isInside(edge) ? [[edge.to.box, edge.from] as const] : [])))
  }

  roots(): readonly Branch[] {
    return [...this.groups.values()].flatMap((boxes) => this.branches(boxes))
  }

  private branches(boxes: readonly PictureBox[]): readonly Branch[] {
    const fresh = boxes.filter(({ id }) => !this.shown.has(id))
    for (const { id } of fresh) this.shown.add(id)
    return fresh.map((box) => ({ lines: this.linesOf(box), children: (this.edgesFrom.get(box.id) ?? []).flatMap((edge) => this.childrenOf(edge)) }))
  }

  private childrenOf(edge: PictureEdge): readonly Branch[] {
    if (this.isInside(edge)) return []
    const children = this.branches(this.boxesAt(edge))
    return edge.label === undefined || children.length === 0 ? children : [{ lines: [this.options.dim(edge.label)], children }]
  }

  private boxesAt({ to }: PictureEdge): readonly PictureBox[] {
    if ('group' in to) return this.groups.get(to.group) ?? []
    return (this.groups.get(this.groupOfBox.get(to.box) ?? '') ?? []).filter(({ id }) => id === to.box)
  }

  private isInside({ from, to }: PictureEdge): boolean {
    return 'box' in to && this.groupOfBox.get(from) === this.groupOfBox.get(to.box)
  }

  private linesOf({ id, words, problems }: PictureBox): readonly string[] {
    const after = this.after.get(id) ?? []
    const waits = after.length > 0 ? [this.options.dim(`after ${after.join(', ')}`)] : []
    return [`${id}: ${words.join('; ')}`, ...waits, ...problems.map((problem) => problemLine(problem, this.options))]
  }
}

function gathered<T>(pairs: readonly (readonly [TaskId, T])[]): ReadonlyMap<TaskId, readonly T[]> {
  const all = new Map<TaskId, T[]>()
  for (const [key, value] of pairs) {
    const known = all.get(key)
    if (known) known.push(value)
    else all.set(key, [value])
  }
  return all
}
