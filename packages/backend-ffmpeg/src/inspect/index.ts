export { deriveFile, resolveClip } from './derive.ts'
export { assumeInspection, inspectionOf, inspectSource } from './inspect.ts'
export { sourceDiagnostics } from './diagnostics.ts'
export { readSourceFile } from './source-file.ts'
