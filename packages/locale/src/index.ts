export { inChinese } from './in-chinese.ts'
export { tables } from './zh/index.ts'
export type { Table, TableOf } from './table.ts'
