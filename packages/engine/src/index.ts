export * from './artifact.ts'
export * from './backend.ts'
export * from './plan.ts'
