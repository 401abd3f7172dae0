export { templateFileDiagnostics } from './diagnostics.ts'
export { loadTemplates, type LoadTemplatesRequest } from './load-templates.ts'
