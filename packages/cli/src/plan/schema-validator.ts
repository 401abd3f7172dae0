/** What compile-schema.mjs makes of a schema, as far as a file that only this program writes needs it. */
export interface SchemaValidator {
  (value: unknown): boolean
  errors?: readonly { readonly instancePath: string }[] | null
}
