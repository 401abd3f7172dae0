import type { PullSource } from '@vodflow/engine'
import { pullFile } from '@vodflow/pull'

/** The one place where this program pulls. Loaded only where a source is a URL. */
export const pullSource: PullSource = ({ request, allow, folder, signal, onProgress, onRetry }) =>
  pullFile({ url: request.url, ...(request.md5 !== undefined && { md5: request.md5 }), maxBytes: request.maxBytes, allow }, { folder, signal, onProgress, onRetry })
