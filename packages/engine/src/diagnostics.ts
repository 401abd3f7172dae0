import { defineDiagnostics } from '@vodflow/core'
import type { RunState } from './run-state.ts'

/** What is wrong with the place that a run keeps its files and records in. */
export const runDiagnostics = defineDiagnostics('run', {
  'folder-not-empty': {
    severity: 'error',
    message: (p: { folder: string }) =>
      `the output folder '${p.folder}' has files in it that no earlier run made; name an empty or new folder, or use --force to write beside them`,
  },
  'folder-not-writable': {
    severity: 'error',
    message: (p: { folder: string; why: string }) => `the output folder '${p.folder}' cannot be written to: ${p.why}`,
  },
  'folder-not-a-folder': {
    severity: 'error',
    message: (p: { folder: string }) => `the output '${p.folder}' is there and is no folder; name a new one`,
  },
  'folder-in-use': {
    severity: 'error',
    message: (p: { folder: string; pid: number }) =>
      `the output folder '${p.folder}' is being written to by process ${p.pid}; wait for its end or name another folder`,
  },
  'log-damaged': {
    severity: 'error',
    message: (p: { path: string; line: number }) => `line ${p.line} of '${p.path}' is not what was written there; name a new output folder`,
  },
  'log-unknown': {
    severity: 'error',
    message: (p: { path: string; line: number; found: string; known: string }) =>
      `line ${p.line} of '${p.path}' has the format '${p.found}', and this version reads '${p.known}'; use the newer version or name a new output folder`,
  },
  'no-master-key': {
    severity: 'error',
    message: (p: { why: string }) => `the run encrypts its output, and cannot: ${p.why}`,
  },
  'other-master-key': {
    severity: 'error',
    message: (p: { run: string }) =>
      `run '${p.run}' in this folder encrypts with a key that the master key at hand does not open; go on with the master key it was begun with, or name a new output folder`,
  },
  exists: { severity: 'error', message: (p: { run: string }) => `run '${p.run}' cannot be created: there is one already` },
  'not-found': { severity: 'error', message: (p: { run: string }) => `there is no run '${p.run}'` },
  conflict: {
    severity: 'error',
    message: (p: { run: string; expected: number; found: number }) =>
      `run '${p.run}' is at version ${p.found}, not ${p.expected}: another process has written to it`,
  },
  'not-waiting': {
    severity: 'error',
    message: (p: { folder: string; phase: RunState['phase'] | undefined }) => `no run in '${p.folder}' waits for a person: ${whyNotWaiting(p.phase)}`,
  },
  'reviewed-source-moved': {
    severity: 'error',
    message: (p: { path: string }) => `the source '${p.path}' is not the one that was reviewed: it has changed since, so 'vodflow run' has to review it anew`,
  },
  'disk-full': { severity: 'error', message: (p: { path: string }) => `no space is left to write '${p.path}'` },
  'cache-not-empty': {
    severity: 'error',
    message: (p: { folder: string }) => `the cache folder '${p.folder}' has files in it that no cache made; name an empty or new folder`,
  },
  'cache-unusable': {
    severity: 'error',
    message: (p: { folder: string; why: string }) => `the cache folder '${p.folder}' cannot be used: ${p.why}`,
  },
  'cache-unknown': {
    severity: 'error',
    message: (p: { folder: string; known: string }) =>
      `'${p.folder}' holds a cache of another form than '${p.known}', which this version reads; use the newer version or name a new folder`,
  },
  'cache-not-kept': {
    severity: 'warning',
    message: (p: { folder: string; why: string }) => `a result was not kept in the cache '${p.folder}': ${p.why}`,
  },
  'not-written': { severity: 'error', message: (p: { path: string; why: string }) => `'${p.path}' could not be written: ${p.why}` },
})

function whyNotWaiting(phase: RunState['phase'] | undefined): string {
  if (phase === undefined) return 'there is none'
  return phase === 'finished' ? 'it has ended' : "it was stopped in the middle, and 'vodflow run' goes on with it"
}

export const planDiagnostics = defineDiagnostics('plan', {
  'step-unavailable': {
    severity: 'error',
    message: (p: { step: string; tasks: readonly string[]; missing: string }) =>
      `step '${p.step}' (${p.tasks.join(', ')}) cannot be done here: ${p.missing}`,
  },
})
