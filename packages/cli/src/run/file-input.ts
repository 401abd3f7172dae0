import { fail, ok, type Diagnostic, type Result } from '@vodflow/core'
import { clipDiagnostics, parseClip, type FileRequest } from '@vodflow/engine'
import { resolve } from 'node:path'

/** `film.mp4`, or `film.mp4#10,25` for a clip of it; a real `#` in the name is written `%23`. */
export function fileInput(text: string, cwd: string): Result<FileRequest> {
  const at = text.indexOf('#')
  const path = resolve(cwd, pathOf(at < 0 ? text : text.slice(0, at)))
  if (at < 0) return ok({ form: 'file', path })
  const clip = parseClip(text.slice(at + 1), true)
  return clip.ok ? ok({ form: 'file', path, clip: clip.value }) : clip
}

/** The file alone, as it is written without a clip. */
export function pathOf(text: string): string {
  return text.replace(/#.*$/su, '').replaceAll(/%25(?=23)|%23/gu, (code) => (code === '%23' ? '#' : '%'))
}

/** One input with `--clip` beside it. */
export function clippedInput(text: string, clip: string | undefined, cwd: string): Result<FileRequest> {
  const input = fileInput(text, cwd)
  if (!input.ok || clip === undefined) return input
  const parsed = parseClip(clip)
  if (!parsed.ok) return parsed
  const twice = problemOfClips(text, clip)
  return twice ? fail(twice) : ok({ ...input.value, clip: parsed.value })
}

/** An input that names a clip already, with `--clip` beside it. */
export function problemOfClips(input: string, clip: string): Diagnostic | undefined {
  return input.includes('#') ? clipDiagnostics.create('two-clips', undefined, { input, clip }) : undefined
}

export const clipOfMany = "--clip is of one source; say it of each input, as in '-i film.mp4#10,25'"
