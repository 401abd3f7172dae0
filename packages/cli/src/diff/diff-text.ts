import { templateWords, type Task, type TemplateBodies, type TemplateKind } from '@vodflow/core'
import { coloursFor, type Colours } from '../reporters/colours.ts'
import { printable } from '../reporters/text-width.ts'
import { countText, durationText, sizeText } from '../reporters/units.ts'
import type { FieldChange, GraphDiff, TaskChange } from './graph-diff.ts'
import type { PlanDiff, StepChange } from './plan-diff.ts'

export interface Diff {
  readonly same: boolean
  readonly graph: GraphDiff
  /** Absent where one side has no plan. */
  readonly plan?: PlanDiff
}

/** For people: `-` what only the old has, `+` what only the new has, `~` what changed, field by field. Ends with a line feed. */
export function diffText({ graph, plan, same }: Diff, options: { readonly colours: boolean; readonly tasks: number }): string {
  const colours = coloursFor(options.colours)
  if (same) return `the same ${countText(options.tasks, 'task')}${plan ? ', done in the same way' : ''}\n`
  const lines = [
    ...graph.fields.map((field) => fieldLine(field, colours, '')),
    ...graph.tasks.flatMap((change) => taskLines(change, colours)),
    ...(plan ? planLines(plan, colours) : []),
  ]
  return `${lines.join('\n')}\n`
}

function taskLines(change: TaskChange, colours: Colours): readonly string[] {
  if (change.is !== 'changed') return [change.is === 'removed' ? colours.red(`- ${taskText(change.task)}`) : colours.green(`+ ${taskText(change.task)}`)]
  const name = change.old.id === change.new.id ? change.old.id : `${change.old.id} → ${change.new.id}`
  return [colours.bold(`~ ${name}`), ...change.fields.map((field) => fieldLine(field, colours, '    '))]
}

function taskText(task: Task): string {
  return `${task.id}${'template' in task ? `  ${wordsOf(task)}` : ''}`
}

const kinds = {
  review: 'review', transcode: 'transcode', animatedGraphics: 'animatedGraphics', snapshotByTimeOffset: 'snapshot', coverBySnapshot: 'snapshot',
  sampleSnapshot: 'sampleSnapshot', imageSprite: 'imageSprite',
} as const satisfies Record<Extract<Task, { readonly template: unknown }>['kind'], TemplateKind>

function wordsOf(task: Extract<Task, { readonly template: unknown }>): string {
  // The table above gives each kind of task the kind of its template, which a union of pairs does not tell.
  return templateWords(kinds[task.kind], task.template as TemplateBodies[TemplateKind] as never)
}

function fieldLine({ field, old, new: now }: FieldChange, colours: Colours, indent: string): string {
  return `${indent}${field}  ${colours.red(valueText(old))} → ${colours.green(valueText(now))}`
}

function valueText(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = printable(JSON.stringify(value))
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

function planLines({ source, steps, cost }: PlanDiff, colours: Colours): readonly string[] {
  return [
    ...(source.length > 0 ? ['', 'source', ...source.map((field) => fieldLine(field, colours, '    '))] : []),
    ...(steps.length > 0 ? ['', 'steps', ...steps.map((change) => stepLine(change, colours))] : []),
    ...(cost ? [
      '', 'estimate',
      `    CPU    ${durationText(cost.old.cpuSeconds)} → ${durationText(cost.new.cpuSeconds)}${shareText(cost.old.cpuSeconds, cost.new.cpuSeconds)}`,
      `    bytes  ${sizeText(cost.old.bytes)} → ${sizeText(cost.new.bytes)}${shareText(cost.old.bytes, cost.new.bytes)}`,
    ] : []),
  ]
}

/** Commands are too long to be read side by side: which part of a step changed is said, and `--json` has all of it. */
function stepLine(change: StepChange, colours: Colours): string {
  if (change.is !== 'changed') return change.is === 'removed' ? colours.red(`  - ${change.step}: ${change.covers.join(', ')}`) : colours.green(`  + ${change.step}: ${change.covers.join(', ')}`)
  const parts = new Set(change.fields.map(({ field }) => partName(field)))
  return `  ~ ${change.step}: other ${[...parts].join(', ')}`
}

const partNames: { readonly [field: string]: string } = { covers: 'tasks', needs: 'earlier steps', arrange: 'copies', write: 'texts', program: 'ffmpeg' }

function partName(field: string): string {
  const [first = '', second = ''] = field.split('.')
  const name = first === 'work' ? second : first
  return partNames[name] ?? name
}

function shareText(old: number, now: number): string {
  if (old === now || old === 0) return ''
  const share = Math.round((now / old - 1) * 100)
  return ` (${share > 0 ? '+' : ''}${share} %)`
}
