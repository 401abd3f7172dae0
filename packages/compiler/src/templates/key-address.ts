import { addressFault, type Diagnostic } from '@vodflow/core'
import { addressDiagnostics } from '../diagnostics/address.ts'
import type { ProjectTemplate } from './project-template.ts'

/** Where players ask for keys; what is no address at all is reported with the other fields. */
export function keyAddress(template: ProjectTemplate): readonly Diagnostic[] {
  const address = template.body['getKeyUrl']
  const span = template.spanAt(['getKeyUrl'])
  if (template.kind !== 'drm' || typeof address !== 'string' || span === undefined) return []
  const fault = addressFault(address)
  if (fault === undefined || fault === 'scheme') return []
  if (fault === 'not-encrypted') return [addressDiagnostics.create('unencrypted-address', span, { field: 'getKeyUrl' })]
  return [addressDiagnostics.create('unsafe-address', span, { field: 'getKeyUrl', fault })]
}
