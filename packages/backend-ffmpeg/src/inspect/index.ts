export { assumeInspection, inspectSource } from './inspect.ts'
export { sourceDiagnostics } from './diagnostics.ts'
export { readSourceFile } from './source-file.ts'
