export { describeStep } from './describe-step.ts'
export { ffmpegDiagnostics } from './diagnostics.ts'
export { planFfmpeg } from './plan-ffmpeg.ts'
export { splitStep } from './split-step.ts'
