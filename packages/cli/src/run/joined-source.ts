import { fail, hasErrors, ok, type ProjectConfig, type Result } from '@vodflow/core'
import { problemOfParts, type FilePart, type SourceRequest } from '@vodflow/engine'
import { problemOfRecording, recordedSource, type RecordingOptions } from '../recordings/recorded-source.ts'
import { fileInput } from './file-input.ts'
import { isUrlInput } from './url-source.ts'

/** The options by which several files, or a recording, become one source. */
export interface JoinOptions extends RecordingOptions {
  readonly concat?: true
}

/** What is wrong with these options together. */
export function problemOfJoin(options: JoinOptions, inputs: readonly string[]): string | undefined {
  if (options.concat && options.recordings !== undefined) return '--concat joins what -i names, and --recordings is a source by itself; give one of them'
  if (options.concat && inputs.some(isUrlInput)) return '--concat joins files of this machine, and a URL is none yet; fetch it first'
  return problemOfRecording(options, inputs)
}

/** Whether the options make one source of what is given. */
export function isJoined({ concat, recordings }: JoinOptions): boolean {
  return concat === true || recordings !== undefined
}

/** The inputs one after the other, in the order in which they were given; or what an index of recordings says. A text says why there is none. */
export async function joinedSource(options: JoinOptions, inputs: readonly string[], cwd: string, config: Pick<ProjectConfig, 'recordings'>): Promise<Result<SourceRequest> | string> {
  if (options.recordings !== undefined) return recordedSource(options, cwd, config.recordings?.gaps)
  const files = inputs.map((input) => fileInput(input, cwd))
  const wrong = files.flatMap(({ diagnostics }) => diagnostics)
  if (hasErrors(wrong)) return fail(...wrong)
  const parts = files.flatMap((file): readonly FilePart[] => (file.ok && file.value.form === 'file' ? [{ path: file.value.path, ...(file.value.clip && { clip: file.value.clip }) }] : []))
  const problem = problemOfParts(parts)
  return problem === undefined ? ok({ form: 'multiFile', parts }, wrong) : fail(problem)
}
