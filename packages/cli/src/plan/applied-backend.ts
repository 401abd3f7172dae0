import { sourceDiagnostics, type FfmpegWork } from '@vodflow/backend-ffmpeg'
import { fail, ok } from '@vodflow/core'
import { identifyParts, pathsOf, type Plan, type SourceIdentity } from '@vodflow/engine'
import { isSame } from '../diff/differences.ts'
import type { LocalBackend } from '../local-backend.ts'

/** A back end whose one plan is this one, so that a run does it and nothing else. */
export function appliedBackend(local: LocalBackend, plan: Plan<FfmpegWork>, identities: readonly (SourceIdentity | null)[] | undefined): LocalBackend {
  return {
    name: local.name,
    inspect: async (source, signal) => {
      // Between the comparison and the first step the source may still have moved.
      const now = identities && (await identifyParts(source))
      const path = pathsOf(source).find((_, at) => !isSame(now?.[at], identities?.[at]))
      if (path !== undefined) return fail(sourceDiagnostics.create('source-unreadable', undefined, { path, why: 'it has changed since the plan was held against it' }))
      const assumed = await local.assume(plan.source, signal)
      return assumed.ok ? ok(assumed.value) : assumed
    },
    assume: (facts, signal) => local.assume(facts, signal),
    plan: () => ok(plan),
    execute: (step, context) => local.execute(step, context),
    split: (of, step) => local.split(of, step),
    describe: (step) => local.describe(step),
  }
}
