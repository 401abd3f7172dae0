import { ffmpegDiagnostics, sourceDiagnostics, toolDiagnostics } from '@vodflow/backend-ffmpeg'
import { addressDiagnostics, checkDiagnostics, flowDiagnostics, ignoreDiagnostics, templateDiagnostics, timeDiagnostics } from '@vodflow/compiler'
import { assumeDiagnostics, buildDiagnostics, type Catalogue, type Definition } from '@vodflow/core'
import { clipDiagnostics, movedDiagnostics, planDiagnostics, recordingDiagnostics, runDiagnostics } from '@vodflow/engine'
import { convertDiagnostics } from '@vodflow/forms'
import { masterKeyDiagnostics } from '@vodflow/kms'
import { callDiagnostics } from '@vodflow/frontend-call'
import { callDiagnostics as jsonCallDiagnostics, documentDiagnostics, jsonDiagnostics, referenceDiagnostics } from '@vodflow/frontend-json'
import { luaCallDiagnostics, luaDiagnostics } from '@vodflow/frontend-lua'
import { configDiagnostics, lookUpDiagnostics, templateFileDiagnostics } from '@vodflow/project'
import { pullDiagnostics, pullRoomDiagnostics } from '@vodflow/pull'

/** What of a catalogue has nothing to do with the parameters of its sentences. */
type Codes = Pick<Catalogue<Record<string, Definition>>, 'prefix' | 'catalogue'>

/**
 * Every code there is. Several catalogues share a prefix, and a code may stand in two of them: a template is read as a document
 * first and then for its meaning. Heavy, since all packages are loaded: for `explain` and for tests.
 */
export const catalogues: readonly Codes[] = [
  callDiagnostics, lookUpDiagnostics, jsonCallDiagnostics, luaCallDiagnostics,
  ...['json', 'config', 'template'].map(documentDiagnostics),
  jsonDiagnostics, referenceDiagnostics, configDiagnostics, masterKeyDiagnostics, luaDiagnostics, templateDiagnostics, templateFileDiagnostics,
  addressDiagnostics, checkDiagnostics, timeDiagnostics, flowDiagnostics, ignoreDiagnostics, assumeDiagnostics, clipDiagnostics, sourceDiagnostics, recordingDiagnostics, pullDiagnostics, planDiagnostics, movedDiagnostics, buildDiagnostics, ffmpegDiagnostics, toolDiagnostics, runDiagnostics, pullRoomDiagnostics, convertDiagnostics,
]

/** What nothing can provoke: no member of a config has to be there, so none can be missing. */
const unreachable: readonly string[] = ['config/missing-property']

/** Code → severity, prefix by prefix as the catalogues come, and by name within one. */
export const severities: ReadonlyMap<string, Definition['severity']> = new Map(
  [...new Set(catalogues.map(({ prefix }) => prefix))].flatMap((prefix) =>
    catalogues
      .filter((one) => one.prefix === prefix)
      .flatMap(({ catalogue }) => Object.entries(catalogue))
      .map(([name, { severity }]) => [`${prefix}/${name}`, severity] as const)
      .filter(([code]) => !unreachable.includes(code))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ),
)
