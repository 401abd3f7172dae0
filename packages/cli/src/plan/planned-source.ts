import { filesOf, isFilePart, pathsOf, plainFile, type SourceRequest } from '@vodflow/engine'

/** A source as a plan keeps it: the path of one whole file, what was asked for where it is more, null where it was assumed. */
export type PlannedSource = string | SourceRequest | null

export function plannedSource(request: SourceRequest): Exclude<PlannedSource, null> {
  return request.form === 'file' && request.clip === undefined && request.keep !== true ? request.path : request
}

export function requestOf(source: PlannedSource): SourceRequest | undefined {
  return typeof source === 'string' ? plainFile(source) : (source ?? undefined)
}

/** The files that are read, each once, in the order of the parts. */
export function filesRead(request: SourceRequest | undefined): readonly string[] {
  const source = request && filesOf(request)
  return source === undefined ? [] : pathsOf(source)
}

/** The same request for files that lie elsewhere now. */
export function movedRequest(request: SourceRequest, where: (path: string) => string): SourceRequest {
  switch (request.form) {
    case 'file':
      return { ...request, path: where(request.path) }
    case 'multiFile':
      return { ...request, parts: request.parts.map((part) => ({ ...part, path: where(part.path) })) }
    case 'stream':
    case 'multiStream':
      return { ...request, parts: request.parts.map((part) => (isFilePart(part) ? { ...part, path: where(part.path) } : part)) }
    default:
      return request
  }
}
