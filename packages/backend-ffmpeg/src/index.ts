export * from './frame-times.ts'
export * from './inspection.ts'
export * from './work.ts'
