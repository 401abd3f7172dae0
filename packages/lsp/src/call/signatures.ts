import type { Workbench } from '@vodflow/project'
import { jsonParameters } from '../json/template-places.ts'
import { luaParameters } from '../lua/template-places.ts'
import { callLines, type Parameter, type Signatures } from './call-lines.ts'

/** What the arguments of the presets are (their scripts take them apart themselves, so their texts do not tell). */
const presets: { readonly [name: string]: readonly Parameter[] } = {
  QCVB_SimpleProcessFile: [
    { name: 'transcodeDefinition', kind: 'transcode' },
    { name: 'watermarkDefinition', kind: 'watermark' },
    { name: 'coverBySnapshotDefinition', kind: 'snapshot' },
    { name: 'sampleSnapshotDefinition', kind: 'sampleSnapshot' },
  ],
  QCVB_ProcessUGCFile: [
    { name: 'transcodeDefinition', kind: 'transcode' },
    { name: 'watermarkDefinition', kind: 'watermark' },
    { name: 'coverBySnapshotDefinition', kind: 'snapshot' },
    { name: 'aiReviewDefinition', kind: 'review' },
  ],
}

/** How many different procedures of one file are looked into. */
const nameLimit = 500

/** What the procedures take that a text calls. */
export async function signaturesFor(workbench: Workbench, text: string, more: readonly string[] = []): Promise<Signatures> {
  const names = [...new Set([...callLines(text).map(({ name }) => name.text), ...more])].filter((name) => name !== '').slice(0, nameLimit)
  const parameters = new Map(await Promise.all(names.map(async (name) => [name, await parametersOf(workbench, name)] as const)))
  return (name) => parameters.get(name) ?? []
}

/** Of each project as it stood at one moment: a call of hundreds of procedures is asked about at each key. */
const known = new WeakMap<Workbench, Map<string, Promise<readonly Parameter[]>>>()

function parametersOf(workbench: Workbench, name: string): Promise<readonly Parameter[]> {
  const ofProject = known.get(workbench) ?? new Map<string, Promise<readonly Parameter[]>>()
  known.set(workbench, ofProject)
  const found = ofProject.get(name) ?? readParameters(workbench, name)
  ofProject.set(name, found)
  return found
}

async function readParameters(workbench: Workbench, name: string): Promise<readonly Parameter[]> {
  const place = await workbench.locate(name)
  if (place === undefined) return []
  if ('builtIn' in place) return presets[name] ?? luaParameters(place.builtIn.text)
  return place.path.endsWith('.json') ? jsonParameters(place.text) : luaParameters(place.text)
}
