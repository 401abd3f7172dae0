export * from './frame-times.ts'
export * from './inspection.ts'
export * from './plan/index.ts'
export * from './work.ts'
