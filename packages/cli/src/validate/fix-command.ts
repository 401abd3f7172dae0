import type { Changed, Fixed } from '@vodflow/project'
import { exitStatus, type ExitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, say, type Invocation } from '../invocation.ts'
import type { Report } from '../reporters/formats/index.ts'
import { fixFiles } from '../session.ts'

interface FixOptions {
  readonly diff?: true
}

/** `validate --fix`: mends what is certain, and tells what is left; with `--diff` it only shows what it would do. */
export async function fixCommand(
  invocation: Invocation, request: Parameters<typeof fixFiles>[1], { diff }: FixOptions, tell: (report: Report) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const fixed = await fixFiles(invocation, request, diff !== true)
  if (!fixed.validation.ok) return refuse(invocation, fixed.validation.problem)
  for (const problem of fixed.problems) say(invocation, problem)
  if (diff) return showChanges(invocation, fixed.changed)
  if (fixed.given !== undefined) return showGiven(invocation, fixed)
  if (fixed.changed.length > 0) say(invocation, `mended ${fixed.changed.map(({ path }) => `'${path}'`).join(', ')}`)
  const status = await tell(fixed.validation)
  return fixed.problems.length > 0 ? exitStatus.failed : status
}

async function showChanges({ io, json }: Invocation, changed: readonly Changed[]): Promise<ExitStatus> {
  const { createTwoFilesPatch } = await import('diff')
  const patches = changed.map(({ path, before, after }) => ({ path, patch: unified(path, createTwoFilesPatch('a', 'b', before, after, '', '')) }))
  io.stdout.write(json ? `${JSON.stringify({ changed: patches }, undefined, 2)}\n` : patches.map(({ patch }) => patch).join(''))
  return changed.length > 0 ? exitStatus.failed : exitStatus.done
}

/** The text goes where a text is expected, and what is left beside it. */
async function showGiven(invocation: Invocation, { given = '', validation }: Fixed): Promise<ExitStatus> {
  const { io } = invocation
  io.stdout.write(given === '' || given.endsWith('\n') ? given : `${given}\n`)
  if (!validation.ok) return exitStatus.refused
  await reportDiagnostics(invocation, validation.diagnostics)
  return validation.diagnostics.some(({ severity }) => severity === 'error') ? exitStatus.failed : exitStatus.done
}

/** The line of `=` that the library begins with is no part of a unified diff, and neither are tabs behind its names. */
function unified(path: string, patch: string): string {
  return patch.replace(/^=+\n/u, '').replace(/^--- a.*\n\+\+\+ b.*\n/mu, () => `--- a/${path}\n+++ b/${path}\n`)
}
