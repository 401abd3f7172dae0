export * from './diagnostics.ts'
export * from './edk.ts'
export * from './master-key.ts'
