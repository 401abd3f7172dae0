export * from './exit-status.ts'
export * from './io.ts'
export * from './main.ts'
export * from './version.ts'
