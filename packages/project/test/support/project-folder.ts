import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ok, type Call, type FrontEnd, type Procedure, type Result, type SourceFile, spanOf } from '@vodflow/core'
import { onTestFinished } from 'vitest'
import { openProject, type FrontEndLoaders, type OpenProjectOptions, type Project } from '../../src/index.ts'

/** A real folder with these files; a name that ends in `/` is a folder. It goes when the test ends. */
export function projectFolder(files: { readonly [path: string]: string }): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vodflow-project-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, path)
    mkdirSync(path.endsWith('/') ? target : dirname(target), { recursive: true })
    if (!path.endsWith('/')) writeFileSync(target, text)
  }
  return folder
}

export const builtIns: readonly SourceFile[] = [
  { path: 'built-in:QCVB_Preset.lua', text: '10' },
  { path: 'built-in:QCVB_Other.lua', text: '20' },
]

export interface Recorded {
  readonly frontEnds: FrontEndLoaders
  /** `load .lua`, `read p.lua`, `close .lua`, in this order. */
  readonly log: string[]
}

/** Front ends that read a file's text as one transcode definition. */
export function recordingFrontEnds(): Recorded {
  const log: string[] = []
  const frontEnd = (extension: '.lua' | '.json'): FrontEnd => ({
    extension,
    load: async (file) => {
      log.push(`read ${file.path}`)
      return ok({ file, instantiate: async ({ call }) => ok(procedureOf(file, call)) })
    },
    close: async () => {
      log.push(`close ${extension}`)
    },
  })
  const loader = (extension: '.lua' | '.json') => async () => {
    log.push(`load ${extension}`)
    return frontEnd(extension)
  }
  return { log, frontEnds: { '.lua': loader('.lua'), '.json': loader('.json') } }
}

function procedureOf(file: SourceFile, call: Call): Procedure {
  const span = spanOf(file, 0, file.text.length)
  const definitions = [{ value: Number(file.text), span }]
  const action = {
    kind: 'transcode' as const, span, definitions, watermarks: [], disableHigherBitrate: false, hlsMasterPlaylist: false, idrAlignment: false,
  }
  return { name: call.name.text, actions: [action], priority: 0 }
}

export async function openAt(from: string, options: Partial<OpenProjectOptions> = {}): Promise<Result<Project>> {
  return openProject({ from, builtInProcedures: builtIns, frontEnds: recordingFrontEnds().frontEnds, ...options })
}

export async function projectAt(from: string, options: Partial<OpenProjectOptions> = {}): Promise<Project> {
  const opened = await openAt(from, options)
  if (!opened.ok) throw new Error(opened.diagnostics.map(({ message }) => message).join('\n'))
  return opened.value
}

export function codesOf(result: Result<unknown>): readonly string[] {
  return result.diagnostics.map(({ code }) => code)
}
