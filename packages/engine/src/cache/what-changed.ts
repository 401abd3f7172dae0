import { canonicalJson } from '@vodflow/core'

/** So many are named; the rest are counted. */
const mostNamed = 3

interface Change {
  readonly path: readonly string[]
  readonly before: unknown
  readonly now: unknown
}

/** `video.bitrate 1024 → 900 and speed veryfast → medium`: what is not as it was, its old and its new value. */
export function whatChanged(before: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): string {
  const { source, commands, ...rest } = now
  const { source: sourceBefore, commands: commandsBefore, ...restBefore } = before
  const changes = changesIn(restBefore, rest, []).map(sentenceOf)
  if (canonicalJson(source) !== canonicalJson(sourceBefore)) changes.unshift('the content of the source')
  // They follow from all the rest; where nothing else has changed, it is the program that writes them.
  if (changes.length === 0 && commands !== commandsBefore) return 'this version of vodflow makes it in another way'
  const named = changes.slice(0, mostNamed)
  return changes.length > named.length ? `${named.join(', ')} and ${changes.length - named.length} more` : listOf(named)
}

function listOf(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? 'nothing that can be named') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
}

function changesIn(before: unknown, now: unknown, path: readonly string[]): readonly Change[] {
  if (canonicalJson(before ?? null) === canonicalJson(now ?? null)) return []
  if (!isRecord(before) || !isRecord(now)) return [{ path, before, now }]
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].toSorted()
  return names.flatMap((name) => changesIn(before[name], now[name], [...path, name]))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sentenceOf({ path, before, now }: Change): string {
  // As a user writes it in a template or an action, not where the graph has it.
  const name = path.filter((part) => part !== 'task' && part !== 'template').join('.')
  return `${name} ${valueText(before)} → ${valueText(now)}`
}

function valueText(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'string' ? value : canonicalJson(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
