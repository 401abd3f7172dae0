import type { TranscodeTemplate } from '@vodflow/core'

/** What keeps an output from having pictures of its own making; undefined where it has them. */
export function withoutEncodedVideo(template: TranscodeTemplate): string | undefined {
  if (template.remux) return 'copies its streams'
  return template.video ? undefined : 'has no video'
}
