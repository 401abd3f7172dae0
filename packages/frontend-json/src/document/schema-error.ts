/** One error as a validator compiled by compile-schema.mjs reports it (ajv, `verbose`). */
export interface SchemaError {
  readonly keyword: string
  /** A JSON pointer into the document; '' is its root. */
  readonly instancePath: string
  readonly schemaPath: string
  readonly params: { readonly [name: string]: unknown }
  /** What the keyword holds in the schema. */
  readonly schema?: unknown
  readonly parentSchema?: unknown
  /** The value that did not fit. */
  readonly data?: unknown
}

/** A schema compiled at build time. It leaves its errors on itself, so read them before the next call. */
export interface SchemaValidator {
  (value: unknown): boolean
  errors?: readonly SchemaError[] | null
}
