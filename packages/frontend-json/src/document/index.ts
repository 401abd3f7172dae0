export { documentDiagnostics, plainList, quotedList, type DocumentDiagnostics } from './diagnostics.ts'
export type { JsonDocument, JsonPath } from './json-document.ts'
export { parseJsonDocument, type ParseJsonOptions } from './parse-json-document.ts'
export type { SchemaError, SchemaValidator } from './schema-error.ts'
