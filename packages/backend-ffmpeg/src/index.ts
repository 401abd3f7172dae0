export * from './inspection.ts'
export * from './work.ts'
