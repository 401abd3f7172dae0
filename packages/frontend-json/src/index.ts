export { parseJsonDocument, type JsonDocument, type JsonPath, type ParseJsonOptions, type SchemaError, type SchemaValidator } from './document/index.ts'
