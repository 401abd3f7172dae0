import { prettyJson } from '@vodflow/core'
import { findMasterKey, unwrap } from '@vodflow/kms'
import { exitStatus } from '../exit-status.ts'
import { refuse, reportDiagnostics, type Invocation } from '../invocation.ts'
import { openSession } from '../session.ts'

/** As many as one DescribeDrmDataKey takes. */
const most = 10

const reasons = {
  'not-an-edk': 'is no wrapped key',
  'other-version': 'was wrapped by a newer vodflow',
  'not-mine': 'was wrapped with another master key, or has been changed',
} as const

/** All of them or none, as DescribeDrmDataKey does: a player with half of its keys plays half a film. */
export async function drmKey(invocation: Invocation, first: string, _options: object, rest: readonly string[]): Promise<number> {
  const edks = [first, ...rest]
  if (edks.length > most) return refuse(invocation, `${edks.length} wrapped keys are given; at most ${most} at a time`)
  const opened = await openSession(invocation)
  await reportDiagnostics(invocation, opened.diagnostics)
  if (!opened.ok) return exitStatus.refused
  const { config, folder, close } = opened.value
  await close()
  const found = await findMasterKey({ config: config.kms, folder, env: invocation.io.env })
  await reportDiagnostics(invocation, found.diagnostics)
  if (!found.ok) return exitStatus.refused
  if ('missing' in found.value) return refuse(invocation, found.value.missing)
  const keyList: { readonly edk: string; readonly dk: string }[] = []
  for (const edk of edks) {
    const unwrapped = unwrap(found.value.key, edk)
    if (!unwrapped.ok) return refuse(invocation, `'${shortened(edk)}' ${reasons[unwrapped.why]}`)
    keyList.push({ edk, dk: unwrapped.dataKey.toString('base64') })
  }
  invocation.io.stdout.write(invocation.json ? prettyJson({ keyList }) : keyList.map(({ dk }) => `${dk}\n`).join(''))
  return exitStatus.done
}

function shortened(edk: string): string {
  return edk.length > 24 ? `${edk.slice(0, 23)}…` : edk
}
