import { wholeFile, type SampleSnapshotTemplate } from '@vodflow/core'
import { expect, test } from 'vitest'
import { blameFor } from '../../src/blame.ts'
import { sampleInterval } from '../../src/rules/sample-interval.ts'
import { contextOf, file, located } from '../support/compiling.ts'

/** A catalogue checks its own templates, so this one is handed to the rule directly. */
function codesOf(sampleType: SampleSnapshotTemplate['sampleType'], interval: number): readonly string[] {
  const span = wholeFile(file)
  const template = { format: 'jpg', width: 0, height: 0, fillType: 'stretch', sampleType, interval } as const
  const action = { kind: 'sampleSnapshot', span, definition: located(900) } as const
  const context = contextOf({})
  const procedure = { priority: 0, gated: 1, actions: [{ kind: 'sampleSnapshot', action, used: { definition: 900, template, span } }] } as const
  return sampleInterval(procedure, { ...context, blame: blameFor(context) }).map(({ code }) => code)
}

test.each([['Percent', 0], ['Percent', 101], ['Percent', -5], ['Time', 0], ['Time', 86_401]] as const)('%s %d is refused', (type, interval) => {
  expect(codesOf(type, interval)).toEqual(['check/bad-sample-interval'])
})

test.each([['Percent', 100], ['Percent', 0.5], ['Time', 101], ['Time', 86_400]] as const)('near miss: %s %d', (type, interval) => {
  expect(codesOf(type, interval)).toEqual([])
})
