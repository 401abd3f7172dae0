export { pullDiagnostics, pullRoomDiagnostics } from './diagnostics.ts'
export type { Network, PullLimits } from './network.ts'
export { pullFile, type PullContext, type PulledFile, type PullProgress, type PullRetry, type PullRequest } from './pull-file.ts'
export { isUrl, nameInUrl, readUrl, shownUrl } from './url.ts'
