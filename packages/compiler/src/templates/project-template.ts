import type { SourceSpan, TemplateKind } from '@vodflow/core'

/** One template as a project's file wrote it: shape checked, not yet merged with what it extends. */
export interface ProjectTemplate {
  readonly kind: TemplateKind
  readonly definition: number
  /** A definition of the same kind, a preset or another of the project's. */
  readonly extends?: number
  /** It stands in place of the preset of that number. */
  readonly replaces?: boolean
  readonly name?: string
  readonly comment?: string
  /** The other members, in the wire's nested names; a watermark's `image` is already an `ImageAsset`. */
  readonly body: WireBody
  /** Path of the file. */
  readonly path: string
  /** Where the watermark's image of this file is on this machine. */
  readonly imagePath?: string
  readonly span: SourceSpan
  /** Where a member stands in the file, `['video', 'fps']`; undefined where the file does not write it. */
  readonly spanAt: (path: readonly string[]) => SourceSpan | undefined
}

export type WireBody = { readonly [member: string]: unknown }
