export * from './lacks.ts'
export * from './needs.ts'
