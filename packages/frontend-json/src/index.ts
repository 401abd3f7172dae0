export { parseJsonDocument, withoutFault, type JsonDocument, type JsonPath, type ParseJsonOptions, type SchemaError, type SchemaValidator } from './document/index.ts'
export { callDiagnostics, jsonDiagnostics, referenceDiagnostics } from './diagnostics.ts'
export { createJsonFrontEnd } from './front-end.ts'
export { sourceVariables } from './condition/source-variables.ts'
