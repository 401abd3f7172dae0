import { defineDiagnostics } from '@vodflow/core'

/** One thing about a file that is not as it was. */
export type Change =
  | { readonly of: 'size'; readonly was: number; readonly now: number }
  | { readonly of: 'digest'; /** Of a whole text or file, or of its first and last MiB. */ readonly part: 'all' | 'ends'; readonly was: string; readonly now: string }
  /** Times as ISO texts. */
  | { readonly of: 'written'; readonly was: string; readonly now: string }
  | { readonly of: 'path'; readonly now: string }
  | { readonly of: 'version'; readonly was: string; readonly now: string }
  | { readonly of: 'unreadable' }
  | { readonly of: 'gone' }
  | { readonly of: 'new' }

type Changes = readonly Change[]

const since = 'since the plan was made'

/** What is not as it was when a plan was made, so that nobody may do the plan. */
export const movedDiagnostics = defineDiagnostics('plan', {
  'moved-source': { severity: 'error', message: (p: { path: string; changes: Changes }) => `the source '${p.path}' ${changed(p.changes)}` },
  'moved-procedure': { severity: 'error', message: (p: { path: string; changes: Changes }) => `the procedure '${p.path}' ${changed(p.changes)}` },
  'moved-template': {
    severity: 'error',
    message: (p: { kind: string; definition: number; path: string; changes: Changes }) => `the template ${p.kind} ${p.definition} ('${p.path}') ${changed(p.changes)}`,
  },
  'moved-config': {
    severity: 'error',
    message: (p: { field: string; was: unknown; now: unknown }) => `the config has changed ${since}: '${p.field}' was ${valueText(p.was)} then, is ${valueText(p.now)} now`,
  },
  'moved-ffmpeg': { severity: 'error', message: (p: { program: string; changes: Changes }) => `ffmpeg ('${p.program}') ${changed(p.changes)}` },
  'made-without-ffmpeg': {
    severity: 'error',
    message: (p: { version: string }) => `the plan was made without an ffmpeg, for what version ${p.version} can do; plan again with the one that is to run it`,
  },
  'moved-facts': {
    severity: 'error',
    message: (p: { field: string; assumed: unknown; found: unknown }) =>
      `the source is not what the plan assumes: '${p.field}' is ${valueText(p.found)}, and was assumed to be ${valueText(p.assumed)}`,
  },
  'moved-frames': {
    severity: 'error',
    message: (p: { step: string; call: string }) => `step '${p.step}' would be another one for this source: its frames are not at the times that the plan of '${p.call}' assumes`,
  },
  'moved-graph': {
    severity: 'error',
    message: (p: { madeBy: string }) => `vodflow ${p.madeBy} made another task graph of the same procedure than this one does; plan again`,
  },
  'moved-reviewer': {
    severity: 'error',
    message: (p: { step: string; was: readonly string[]; now: readonly string[] | undefined }) =>
      `step '${p.step}' has '${p.was.join(' ')}' look at pictures, and here ${p.now === undefined ? 'nobody can' : `'${p.now.join(' ')}' does`}`,
  },
  'other-program': {
    severity: 'error',
    message: (p: { step: string }) => `step '${p.step}' runs something else than the ffmpeg that the plan was made for`,
  },
})

function changed(changes: Changes): string {
  const [only] = changes
  if (only?.of === 'gone') return `is gone ${since}, or cannot be read any more`
  if (only?.of === 'new') return 'was not there when the plan was made'
  return `has changed ${since}: ${changes.map(changeText).join('; ')}`
}

function changeText(change: Change): string {
  switch (change.of) {
    case 'size': return `${change.was.toLocaleString('en')} bytes then, ${change.now.toLocaleString('en')} now`
    case 'digest': return `SHA-256${change.part === 'ends' ? ' of its first and last MiB' : ''} ${shortDigest(change.was)} then, ${shortDigest(change.now)} now`
    case 'written': return `last written ${change.was} then, ${change.now} now`
    case 'path': return `'${change.now}' is in its place`
    case 'version': return `version ${change.was} then, ${change.now} now`
    case 'unreadable': return 'it cannot be read now'
    case 'gone': case 'new': return change.of
  }
}

/** Enough to tell two apart. */
function shortDigest(digest: string): string {
  return `${digest.slice(0, 12)}…`
}

function valueText(value: unknown): string {
  return value === undefined ? 'not given' : JSON.stringify(value)
}
