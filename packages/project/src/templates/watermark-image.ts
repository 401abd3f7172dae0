import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fail, ok, type ImageAsset, type Result, type SourceSpan } from '@vodflow/core'
import { ioProblem, isInside, readBounded, realPathInside } from './bounded-read.ts'
import { templateFileDiagnostics as diagnostics } from './diagnostics.ts'
import { readImageHeader } from './image-header.ts'

const byteLimit = 10 * 1024 * 1024
/** Pixels a side: a small file can unfold into a picture of gigabytes. */
const sideLimit = 8192

export interface WatermarkImage {
  readonly asset: ImageAsset
  /** Absolute, links followed. */
  readonly path: string
}

/** The picture that a watermark's file names, looked at closely enough for a graph to name it by its content. */
export async function readWatermarkImage(image: string, templateFile: string, realRoot: string, span: SourceSpan): Promise<Result<WatermarkImage>> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(image)) return fail(diagnostics.create('image-is-address', span, { image }))
  let path: string | undefined
  try {
    const named = resolve(await realpath(dirname(templateFile)), image)
    // Before it is looked at: whether a file outside exists is nobody's business.
    path = isInside(realRoot, named) ? await realPathInside(realRoot, named) : undefined
  } catch (error) {
    return fail(diagnostics.create('no-image', span, { image, problem: ioProblem(error) }))
  }
  if (path === undefined) return fail(diagnostics.create('image-outside-project', span, { image }))
  const read = await readBounded(path, byteLimit)
  if (!read.ok && read.tooLarge) {
    return fail(diagnostics.create('image-too-large', span, { image, found: 'more than 10 MB', limit: '10 MB' }))
  }
  if (!read.ok) return fail(diagnostics.create('no-image', span, { image, problem: read.problem }))
  const header = readImageHeader(read.bytes)
  if (typeof header === 'string') {
    const problem = header === 'unknown' ? 'is neither PNG nor JPG by its content' : 'is damaged: its size cannot be found'
    return fail(diagnostics.create('image-format', span, { image, problem }))
  }
  if (header.width > sideLimit || header.height > sideLimit) {
    const found = `${header.width}×${header.height} pixels`
    return fail(diagnostics.create('image-too-large', span, { image, found, limit: `${sideLimit} a side` }))
  }
  const sha256 = createHash('sha256').update(read.bytes).digest('hex')
  return ok({ asset: { sha256, ...header }, path })
}
